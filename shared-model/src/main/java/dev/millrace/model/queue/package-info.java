/**
 * The durable queue: every change of a job's state, each in one transaction that moves the job and tells of it in an event.
 * Updates are published after the commit, never inside.
 *
 * <p>This is the only room, beside the worker's server and the dashboard, that knows JobRunr. JobRunr lists the servers and
 * has the dashboard; its rows of jobs are a view of ours. What it does by polling (fetching, scheduling, finding orphans,
 * deleting) is done here instead, so its storage is given to its own server and dashboard as
 * {@link dev.millrace.model.queue.JobRunrStorage}, which lets them read jobs but not change them.
 */
@NullMarked
package dev.millrace.model.queue;

import org.jspecify.annotations.NullMarked;
