package dev.millrace.model.job;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that happened to a job.
 *
 * @param number grows in the order in which events became visible; numbers are skipped now and then
 * @param state the job's state after it
 * @param attempt number of the newest attempt; 0 before the first
 * @param data JSON text of an object
 */
public record JobEvent(
        long number, UUID jobId, String tool, EventType type, JobState state, int attempt, Instant at, String data) {}
