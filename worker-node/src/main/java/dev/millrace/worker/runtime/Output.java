package dev.millrace.worker.runtime;

import dev.millrace.model.log.LogStream;

/**
 * Receives what a running tool says. Calls come one at a time, but from several threads. A call that blocks holds the tool
 * back once the pipe is full.
 */
public interface Output {
    /** One line without its line end, of bounded length, without NUL. */
    void line(LogStream stream, String text);

    /**
     * The tool reported progress.
     *
     * @param percent 0 to 100
     * @param message at most 500 characters, may be empty
     */
    void progress(int percent, String message);
}
