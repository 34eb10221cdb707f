/** Kills the tools of a worker that is dead or frozen. */
@NullMarked
package dev.millrace.worker.runtime.process.watchdog;

import org.jspecify.annotations.NullMarked;
