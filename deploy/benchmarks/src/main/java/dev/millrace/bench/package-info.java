/**
 * {@code millrace bench}: measures a running Millrace from outside, through HTTP, and the queue by itself: there jobs go in
 * by {@link dev.millrace.model.queue.JobQueue}, and a worker in a process of its own runs them with a {@link
 * dev.millrace.bench.Noop runtime that returns at once}; all else about them is as ever. A {@link dev.millrace.bench.Scenario}
 * does something many times over and gives {@link dev.millrace.bench.Measurement}s; {@link dev.millrace.bench.Bench} runs
 * the scenarios and reports. The clock of this process, of Postgres and of the tools must be the same, so everything has
 * to run on one machine.
 */
@NullMarked
package dev.millrace.bench;

import org.jspecify.annotations.NullMarked;
