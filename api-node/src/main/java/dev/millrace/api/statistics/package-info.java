/** Counts: workers, jobs, and how the tools have done. */
@NullMarked
package dev.millrace.api.statistics;

import org.jspecify.annotations.NullMarked;
