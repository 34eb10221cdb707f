package dev.millrace.model.error;

/**
 * One thing that is wrong with a document.
 *
 * @param pointer JSON pointer (RFC 6901) to the place; empty for the whole document
 * @param message what is wrong there, in words for the person who wrote it
 */
public record Violation(String pointer, String message) {}
