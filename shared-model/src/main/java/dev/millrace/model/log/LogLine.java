package dev.millrace.model.log;

import java.time.Instant;

/**
 * A line of an attempt's log.
 *
 * @param line number within the attempt, from 1
 * @param at when the worker read it, to the millisecond
 * @param text without a line end
 */
public record LogLine(int attempt, long line, Instant at, LogStream stream, String text) {}
