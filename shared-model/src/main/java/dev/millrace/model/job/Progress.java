package dev.millrace.model.job;

/**
 * How far an attempt says it is.
 *
 * @param percent 0 to 100
 * @param message at most 500 characters; may be empty
 */
public record Progress(int percent, String message) {}
