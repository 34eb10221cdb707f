/**
 * The durable queue: every change of a job's state, each in one transaction that moves the job and tells of it in an event.
 * Updates are published after the commit, never inside.
 */
@NullMarked
package dev.millrace.model.queue;

import org.jspecify.annotations.NullMarked;
