package dev.millrace.model.attempt;

/**
 * A file that an attempt left.
 *
 * @param name path below the artifacts directory, with {@code /}
 * @param sha256 lower-case hexadecimal
 */
public record Artifact(int attempt, String name, long bytes, String mediaType, String sha256) {}
