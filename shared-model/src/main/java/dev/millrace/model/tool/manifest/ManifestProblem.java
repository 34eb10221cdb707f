package dev.millrace.model.tool.manifest;

/**
 * Something that is wrong with a manifest.
 *
 * @param file path below the tools directory, with slashes
 * @param line from 1; 0 where the problem is the file itself
 * @param message for the author of the manifest
 */
public record ManifestProblem(String file, int line, String message) {}
