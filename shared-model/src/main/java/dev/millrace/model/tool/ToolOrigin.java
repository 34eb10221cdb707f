package dev.millrace.model.tool;

/** Where a tool's current definition came from, and so who may change it. */
public enum ToolOrigin {
    /** A manifest in the tools directory. */
    DIRECTORY,
    /** A request. */
    API
}
