/**
 * The promise, checked from outside: what the HTTP API tells about some jobs is compared with what their tools wrote
 * into a file of their own. {@link dev.millrace.drills.history.HistoryReader} gathers both,
 * {@link dev.millrace.drills.history.Promise} says where they break the promise that an accepted job reaches exactly one
 * terminal state, is never lost, never runs twice at once, and is recorded as it was. Nothing here knows Millrace's own
 * code: a witness must not be mistaken in the same way as the accused.
 */
@NullMarked
package dev.millrace.drills.history;

import org.jspecify.annotations.NullMarked;
