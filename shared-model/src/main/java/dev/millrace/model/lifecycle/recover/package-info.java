/** What becomes of attempts when their workers are gone. */
@NullMarked
package dev.millrace.model.lifecycle.recover;

import org.jspecify.annotations.NullMarked;
