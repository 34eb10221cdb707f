/**
 * Other durable queues on Postgres for the JVM, measured in turn with this one: each runs no-ops in a process of its own,
 * with as many threads, on the same server, as its manual tells.
 */
@NullMarked
package dev.millrace.bench.rivals;

import org.jspecify.annotations.NullMarked;
