package dev.millrace.worker.runtime;

/** What Millrace sends to a tool's processes. */
public enum Signal {
    TERM,
    KILL
}
