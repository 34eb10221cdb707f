package dev.millrace.model.tool;

import java.time.Instant;

/**
 * A definition as it was registered; jobs are pinned to the revision they were submitted with.
 *
 * @param revision from 1
 */
public record ToolRevision(ToolDefinition definition, int revision, ToolOrigin origin, Instant updatedAt) {
    public static ToolRevision of(ToolEntry entry, ToolDefinition definition) {
        return new ToolRevision(definition, entry.revision(), entry.origin(), entry.updatedAt());
    }

    public ToolEntry entry() {
        return new ToolEntry(definition.name(), revision, origin, updatedAt);
    }
}
