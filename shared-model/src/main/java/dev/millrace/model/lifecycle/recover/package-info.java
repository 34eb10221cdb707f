/** The step of a running job whose worker is lost. */
@NullMarked
package dev.millrace.model.lifecycle.recover;

import org.jspecify.annotations.NullMarked;
