package dev.millrace.bench.subject;

/** Why nothing can be measured, for the user to read. */
public final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BenchException(String message) {
        super(message);
    }
}
