/** The step from scheduled to queued. */
@NullMarked
package dev.millrace.model.lifecycle.due;

import org.jspecify.annotations.NullMarked;
