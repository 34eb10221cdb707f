package dev.millrace.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/schema.sql} shows the tables that the change sets make. */
class SchemaDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/schema.sql");

    /** A system property; with it, the document is written. */
    private static final String WRITE = "schema.write";

    private static final String HEAD = """
            -- What "millrace migrate" makes, written from a migrated database for people to read: tables with their partitions and
            -- indexes, functions without what is in them, and views. The slices of the history, which come and go, are left out.
            -- The files of db-changelog/src/main/resources/dev/millrace/db/changelog make it, and say why it is so.

            """;

    @Test
    void document_isWhatTheChangeSetsMake() throws Exception {
        String database = EmptyDatabases.create();
        Schema.migrate(EmptyDatabases.connect(database));
        String expected = HEAD + SchemaText.of(database);
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(DOCUMENT, expected);
        }

        assertEquals(
                expected,
                Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "",
                "docs/schema.sql is not what the change sets make. To write it: mvn -q -pl db-changelog -am test"
                        + " -Dtest=SchemaDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true");
    }
}
