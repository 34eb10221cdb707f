/** Watching a job until it is over: log lines, progress and outcome, on a terminal or in a file. */
@NullMarked
package dev.millrace.standalone.client.watch;

import org.jspecify.annotations.NullMarked;
