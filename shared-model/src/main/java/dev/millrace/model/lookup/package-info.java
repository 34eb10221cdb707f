/** Reads jobs: one job, a filtered list, queue positions, and counts over all jobs. */
@NullMarked
package dev.millrace.model.lookup;

import org.jspecify.annotations.NullMarked;
