package dev.millrace.model.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The record of one execution of a job.
 *
 * @param number from 1
 * @param exitCode where the program ended by itself or by a signal (then 128 + signal)
 * @param signal the last signal Millrace sent to stop it, {@code TERM} or {@code KILL}
 * @param survivors processes of the attempt that were still alive after it; 0 unless something is badly wrong
 */
public record Attempt(
        int number,
        AttemptState state,
        UUID worker,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Integer exitCode,
        @Nullable String signal,
        @Nullable StopReason stopReason,
        @Nullable Integer survivors,
        @Nullable Failure failure) {}
