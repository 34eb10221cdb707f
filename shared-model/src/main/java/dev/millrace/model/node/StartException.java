package dev.millrace.model.node;

/** The node cannot start. The message says what is wrong and what to do, for the person who started it. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }
}
