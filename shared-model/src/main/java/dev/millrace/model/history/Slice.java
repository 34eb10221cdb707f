package dev.millrace.model.history;

import java.time.Instant;

/** The history of the jobs that were submitted from one moment until another. */
public record Slice(String name, Instant from, Instant until) {}
