/**
 * The promise that an accepted job reaches exactly one terminal state, is never lost, never runs twice at once, and is
 * recorded as it was: {@link dev.millrace.drills.promise.Promise} says where a history breaks it.
 */
@NullMarked
package dev.millrace.drills.promise;

import org.jspecify.annotations.NullMarked;
