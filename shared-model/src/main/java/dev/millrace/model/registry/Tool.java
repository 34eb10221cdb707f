package dev.millrace.model.registry;

import dev.millrace.model.tool.ToolEntry;
import dev.millrace.model.tool.ToolRevision;
import dev.millrace.model.tool.schema.ParameterSchema;

/** A tool that can be run now, with its parameter schema ready for use. */
public record Tool(ToolRevision revision, ParameterSchema parameters) {
    static Tool of(ToolRevision revision) {
        return new Tool(revision, ParameterSchema.of(revision.definition().parameters()));
    }

    /** The same definition under a later mark. */
    Tool as(ToolEntry entry) {
        return new Tool(ToolRevision.of(entry, revision.definition()), parameters);
    }

    public String name() {
        return revision.definition().name();
    }
}
