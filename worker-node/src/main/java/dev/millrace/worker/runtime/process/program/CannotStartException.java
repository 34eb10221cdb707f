package dev.millrace.worker.runtime.process.program;

import dev.millrace.model.attempt.FailureCode;
import dev.millrace.worker.runtime.Exit;

/** The attempt cannot be started; never leaves the runtime. */
public final class CannotStartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    public CannotStartException(FailureCode code, String message) {
        super(message);
        this.code = code;
    }

    public Exit exit() {
        return Exit.notStarted(code, String.valueOf(getMessage()));
    }
}
