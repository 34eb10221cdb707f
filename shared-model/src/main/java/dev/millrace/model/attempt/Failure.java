package dev.millrace.model.attempt;

/**
 * Why a job or an attempt did not succeed.
 *
 * @param message for the person who submitted the job
 */
public record Failure(FailureCode code, String message) {}
