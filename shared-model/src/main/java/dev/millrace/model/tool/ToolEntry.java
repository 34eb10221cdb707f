package dev.millrace.model.tool;

import java.time.Instant;

/**
 * A tool that is in use, without its definition. Two that are equal have the same definition.
 *
 * @param revision from 1
 */
public record ToolEntry(String name, int revision, ToolOrigin origin, Instant updatedAt) {}
