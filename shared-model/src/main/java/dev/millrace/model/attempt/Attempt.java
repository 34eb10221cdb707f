package dev.millrace.model.attempt;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The record of one execution of a job.
 *
 * @param number from 1
 * @param host of the worker; absent for a worker that was never on record
 * @param exitCode of the program, or 128 and the number of the signal that killed it; the failure tells which
 * @param signal the last signal Millrace sent to stop it, {@code TERM} or {@code KILL}
 * @param stoppedBy who or what stopped it: the id of the request that cancelled the job, {@code timeout}, {@code limit}, or
 *     {@code worker} for one that shut down; absent when it was not stopped
 * @param survivors processes of the attempt that were still alive after it; 0 unless something is badly wrong
 * @param process absent while the attempt runs, when no program was started, and when the worker was lost
 */
public record Attempt(
        int number,
        AttemptState state,
        UUID worker,
        @Nullable String host,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Integer exitCode,
        @Nullable String signal,
        @Nullable StopReason stopReason,
        @Nullable String stoppedBy,
        @Nullable Integer survivors,
        @Nullable ProcessUsage process,
        @Nullable Failure failure) {}
