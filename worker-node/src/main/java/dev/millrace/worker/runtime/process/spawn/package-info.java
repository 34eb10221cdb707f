/**
 * Starts a program: with {@code posix_spawn}, or where that is not to be had, through programs of util-linux. Either gives
 * it a session, a standard input and the mark of its attempt.
 */
@NullMarked
package dev.millrace.worker.runtime.process.spawn;

import org.jspecify.annotations.NullMarked;
