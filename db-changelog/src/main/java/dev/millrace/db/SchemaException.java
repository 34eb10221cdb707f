package dev.millrace.db;

/** The schema could not be brought up to date. The message is meant for the person who started the migration. */
public class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SchemaException(String message) {
        super(message);
    }

    SchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
