/** Cancelling jobs, one or many. */
@NullMarked
package dev.millrace.model.lifecycle.cancel;

import org.jspecify.annotations.NullMarked;
