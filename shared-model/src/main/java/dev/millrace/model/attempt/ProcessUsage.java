package dev.millrace.model.attempt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the program of an attempt used.
 *
 * @param pid on the worker's host
 * @param cpuTime user and system time of the program and of all descendants that were waited for, each by its parent;
 *     absent where the worker cannot ask for it
 * @param peakMemory bytes of the largest resident set that was seen of any one process; absent when none was seen
 * @param outputBytes all that was read of standard output and error, whether kept or not
 */
public record ProcessUsage(
        long pid, @Nullable Duration cpuTime, @Nullable Long peakMemory, long outputBytes) {}
