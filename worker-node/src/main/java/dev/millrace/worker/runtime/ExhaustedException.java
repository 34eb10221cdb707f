package dev.millrace.worker.runtime;

import java.util.Locale;

/** The machine has no process, thread, memory or file descriptor to spare now: nothing was started, by no fault of the tool's. */
public final class ExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExhaustedException(String message, Throwable cause) {
        super(message, cause);
    }

    public ExhaustedException(String message) {
        super(message);
    }

    /**
     * Whether this is what was thrown: one of these, or the JVM's own way to say that there are no threads left. That is
     * the same limit, as a thread is a process to the kernel.
     */
    public static boolean is(Throwable thrown) {
        return thrown instanceof ExhaustedException
                || (thrown instanceof OutOfMemoryError
                        && String.valueOf(thrown.getMessage())
                                .toLowerCase(Locale.ROOT)
                                .contains("native thread"));
    }
}
