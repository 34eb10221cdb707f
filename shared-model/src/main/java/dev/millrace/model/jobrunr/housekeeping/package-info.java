/** Millrace's own regular work as recurring jobs of JobRunr: API nodes enter it, workers run it. */
@NullMarked
package dev.millrace.model.jobrunr.housekeeping;

import org.jspecify.annotations.NullMarked;
