package dev.millrace.model.node;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.model.config.Backends;
import dev.millrace.model.config.Environment;
import dev.millrace.model.db.Database;
import dev.millrace.test.TestPostgres;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node on a database that a build from before the first release has made. */
class OlderDatabaseTest {
    @Test
    void aNode_refusesIt_andDoesNotWaitForAnother() {
        DatabaseSettings settings = TestPostgres.newDatabase();
        Backends backends = Backends.from(new Environment(Map.of(
                "MILLRACE_DATABASE_URL",
                settings.jdbcUrl(),
                "MILLRACE_DATABASE_USER",
                settings.user(),
                "MILLRACE_START_WAIT",
                "1s")));
        try (Database database = new Database(settings, "older", 1)) {
            database.jdbi().useHandle(handle -> handle.execute("UPDATE databasechangelog SET id = 'older-' || id"));

            StartException refused =
                    assertThrows(StartException.class, () -> NodeStart.awaitCurrentSchema(database, backends));

            assertTrue(refused.getMessage().contains("was made by an older build of Millrace"), refused.getMessage());
        }
    }
}
