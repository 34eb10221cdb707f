package dev.millrace.model.db;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.db.Schema;
import dev.millrace.test.OwnPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class SilenceWatchTest {
    @TempDir
    private Path directory;

    private OwnPostgres postgres;
    private Database database;

    @BeforeEach
    void start() throws Exception {
        postgres = OwnPostgres.start(directory);
        database = new Database(postgres.settings(), "silence-test", 4);
        try (Connection connection = database.dataSource().getConnection()) {
            Schema.migrate(connection);
        }
    }

    @AfterEach
    void stop() {
        database.close();
        postgres.close();
    }

    private String asked() {
        try {
            return database.jdbi()
                    .withHandle(handle -> handle.createQuery("SELECT 'read'")
                            .mapTo(String.class)
                            .one());
        } catch (JdbiException e) {
            return String.valueOf(e.getCause().getMessage());
        }
    }

    @Test
    void postgresThatTakesNoChanges_canBeReadAgain_afterItWasSilent() throws Exception {
        postgres.takeChanges(false);
        postgres.freeze();
        eventually("whoever asks is refused at once", this::asked, "Postgres does not answer"::equals);

        postgres.thaw();

        eventually("what is there can be read", this::asked, "read"::equals);
        assertEquals(PostgresError.READ_ONLY, database.condition().problem());
    }
}
