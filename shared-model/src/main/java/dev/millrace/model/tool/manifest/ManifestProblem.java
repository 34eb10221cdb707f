package dev.millrace.model.tool.manifest;

/**
 * Something that keeps a tool from use.
 *
 * @param file what has the problem: a path below the tools directory, {@code .} for the directory itself, {@code body} for a
 *     request, or a stored revision
 * @param line from 1; 0 where the problem is the file itself
 * @param message for the author of the manifest
 */
public record ManifestProblem(String file, int line, String message) {}
