/** Progress reports of running attempts. */
@NullMarked
package dev.millrace.model.lifecycle.progress;

import org.jspecify.annotations.NullMarked;
