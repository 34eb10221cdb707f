package dev.millrace.db;

/** The schema was made before the first release: its tables are others, and nothing leads from there to ours. */
public final class OlderBuildException extends SchemaException {
    private static final long serialVersionUID = 1L;

    OlderBuildException(String message) {
        super(message);
    }
}
