package dev.millrace.worker.runtime.process.program;

import java.io.IOException;

/** The kernel does not execute this program, and would not the next time. */
public final class NotExecutableException extends IOException {
    private static final long serialVersionUID = 1L;

    NotExecutableException(String message) {
        super(message);
    }
}
