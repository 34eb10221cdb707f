package dev.millrace.worker.runtime;

/** Where a line of a log comes from. */
public enum LogStream {
    STDOUT,
    STDERR,
    /** Said by Millrace itself: markers for what was cut, dropped or stopped. */
    MILLRACE
}
