/**
 * From the tool's output to Postgres: lines and progress are buffered for a moment, written for all attempts together,
 * and then told of. A full buffer holds the tool back; nothing is lost while Postgres is away.
 */
@NullMarked
package dev.millrace.worker.log;

import org.jspecify.annotations.NullMarked;
