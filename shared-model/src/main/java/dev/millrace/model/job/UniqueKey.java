package dev.millrace.model.job;

/**
 * What a job may have to itself.
 *
 * @param digest the same for all jobs that the rule does not tell apart
 */
public record UniqueKey(String digest, Uniqueness rule) {}
