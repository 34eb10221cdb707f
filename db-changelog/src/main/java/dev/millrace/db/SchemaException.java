package dev.millrace.db;

/** The schema could not be brought up to date. The message is meant for the person who started the migration. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
