/** The step from running to whatever comes next: done, failed, cancelled, or queued or scheduled again. */
@NullMarked
package dev.millrace.model.lifecycle.finish;

import org.jspecify.annotations.NullMarked;
