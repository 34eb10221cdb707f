package dev.millrace.bench;

/** Why nothing can be measured, for the user to read. */
final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BenchException(String message) {
        super(message);
    }
}
