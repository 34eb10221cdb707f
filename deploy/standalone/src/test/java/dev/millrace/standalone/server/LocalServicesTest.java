package dev.millrace.standalone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.model.node.StartException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a Postgres and a Redis in a data directory. */
final class LocalServicesTest {
    @Test
    void dataOfAnOlderBuild_areRefused_sayingWhatToDo(@TempDir Path directory) throws Exception {
        try (DataDirectory data = DataDirectory.open(directory)) {
            try (LocalServices services = LocalServices.start(data)) {
                makeOlder(services.database());
            }

            StartException refused = assertThrows(StartException.class, () -> LocalServices.start(data));

            assertEquals(
                    "The data in " + directory
                            + " were made by an older build of Millrace, which this one cannot upgrade."
                            + " Move the directory away, or choose another with --data.",
                    refused.getMessage());
        }
    }

    private static void makeOlder(DatabaseSettings database) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE databasechangelog SET id = 'older-' || id");
        }
    }
}
