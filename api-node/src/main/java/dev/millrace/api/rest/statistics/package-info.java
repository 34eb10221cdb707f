/** Counts: workers, jobs, how the tools have done, and the disk space of the history. */
@NullMarked
package dev.millrace.api.rest.statistics;

import org.jspecify.annotations.NullMarked;
