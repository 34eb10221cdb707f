/**
 * How jobs come to this worker: it says more than once a second that it is alive, claims jobs for its free slots as soon as it is
 * woken, and takes over what workers that are gone have left behind.
 */
@NullMarked
package dev.millrace.worker.queue;

import org.jspecify.annotations.NullMarked;
