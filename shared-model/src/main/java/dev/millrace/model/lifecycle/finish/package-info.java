/** The step from running to the next state: succeeded, failed, cancelled, or queued or scheduled again. */
@NullMarked
package dev.millrace.model.lifecycle.finish;

import org.jspecify.annotations.NullMarked;
