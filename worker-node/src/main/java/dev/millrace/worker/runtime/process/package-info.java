/**
 * Runs a program of this machine as the tool contract says, on Linux. The argument vector is executed as it is, without a
 * shell; the program leads a session and process group of its own, works in the attempt's scratch directory, finds its
 * siblings through {@code MILLRACE_TOOL_HOME} (the directory of the manifest), and sees nothing of the worker's
 * environment.
 *
 * <p>The hard part is the end. A descendant may fork twice, call setsid, clear its environment, ignore TERM and close or
 * hold the pipes, so neither process group nor session nor parentage finds all of them. Each attempt therefore carries a
 * mark that is inherited over fork and exec and that nobody uses otherwise: a soft and hard {@code RLIMIT_RTTIME} of a
 * random number of microseconds, so large that it never takes effect. {@link
 * dev.millrace.worker.runtime.process.tree.ProcessTree} finds it in {@code /proc/PID/limits}. Where that limit cannot be set,
 * the attempt's own value of {@code MILLRACE_RESULT} in {@code /proc/PID/environ} is the mark; session and parentage count
 * in both cases. What still escapes is a process that deliberately changes that limit and leaves session and parent.
 */
@NullMarked
package dev.millrace.worker.runtime.process;

import org.jspecify.annotations.NullMarked;
