/**
 * The history of some jobs as it is seen from outside: what the HTTP API tells about them, and what their tools wrote into
 * a file of their own. {@link dev.millrace.drills.history.HistoryReader} gathers both, {@link
 * dev.millrace.drills.promise.Promise} compares them. Nothing here or there knows Millrace's own code: a witness must not be
 * mistaken in the same way as the accused.
 */
@NullMarked
package dev.millrace.drills.history;

import org.jspecify.annotations.NullMarked;
