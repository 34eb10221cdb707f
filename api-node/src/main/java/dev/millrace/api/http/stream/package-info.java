/**
 * Answers that stay open without a thread: {@link dev.millrace.api.http.stream.StreamedAnswer} sends events to a client,
 * and {@link dev.millrace.api.http.stream.DelayedAnswer} waits for an event.
 */
@NullMarked
package dev.millrace.api.http.stream;

import org.jspecify.annotations.NullMarked;
