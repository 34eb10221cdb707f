/**
 * The queue by itself: jobs go in by {@link dev.millrace.model.jobrunr.request.ToolJobs}, and a worker in a process of its own runs
 * them with a {@link dev.millrace.bench.queue.Noop runtime that returns at once}; all else about them is as ever.
 */
@NullMarked
package dev.millrace.bench.queue;

import org.jspecify.annotations.NullMarked;
