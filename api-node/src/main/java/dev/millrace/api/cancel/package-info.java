/** Cancels jobs. */
@NullMarked
package dev.millrace.api.cancel;

import org.jspecify.annotations.NullMarked;
