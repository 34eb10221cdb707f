/** How a request fails: one exception type, one list of codes. HTTP statuses are given to them at the edge only. */
@NullMarked
package dev.millrace.model.error;

import org.jspecify.annotations.NullMarked;
