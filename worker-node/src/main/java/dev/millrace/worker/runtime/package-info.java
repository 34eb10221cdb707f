/**
 * What it takes to run a tool once, whatever kind of tool it is: {@link dev.millrace.worker.runtime.ToolRuntime} gets a
 * launch, tells what the tool says to an output, obeys a stop, and answers with an exit. It knows of no job, database or
 * network; whoever calls it records the outcome. {@code process} runs programs.
 */
@NullMarked
package dev.millrace.worker.runtime;

import org.jspecify.annotations.NullMarked;
