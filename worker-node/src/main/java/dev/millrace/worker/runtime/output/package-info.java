/**
 * From a tool's bytes to bounded lines: whatever a tool writes, memory and log stay within
 * {@link dev.millrace.worker.runtime.output.OutputLimits}, and what is not kept leaves a marker. Lines of standard output
 * that start with {@code ::progress} are instructions to Millrace and do not appear in the log.
 */
@NullMarked
package dev.millrace.worker.runtime.output;

import org.jspecify.annotations.NullMarked;
