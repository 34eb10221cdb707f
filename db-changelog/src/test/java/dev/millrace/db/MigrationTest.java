package dev.millrace.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A migration beside others, after one that was killed, against what is in its way, and cut off from the world. */
class MigrationTest {
    private final String database = EmptyDatabases.create();

    MigrationTest() throws SQLException {}

    @Test
    void migrate_twoAtOnceBothSucceed() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Object>> migrations = threads.invokeAll(Collections.nCopies(2, () -> {
                together.await();
                Schema.migrate(EmptyDatabases.connect(database));
                return null;
            }));
            for (Future<Object> migration : migrations) {
                migration.get();
            }
        } finally {
            threads.shutdown();
        }

        try (Connection connection = EmptyDatabases.connect(database)) {
            assertTrue(Schema.isCurrent(connection));
        }
        assertEquals(
                List.of(),
                EmptyDatabases.rows(database, "SELECT id FROM databasechangelog GROUP BY id HAVING count(*) > 1"));
    }

    @Test
    void migrate_goesOnWhereAnotherWasKilled() throws Exception {
        Schema.migrate(EmptyDatabases.connect(database));
        try (Connection connection = EmptyDatabases.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE databasechangeloglock SET locked = true, lockgranted = now(), lockedby = 'dead'");
        }

        Schema.migrate(EmptyDatabases.connect(database));

        assertEquals(List.of("f"), EmptyDatabases.rows(database, "SELECT locked FROM databasechangeloglock"));
    }

    @Test
    void migrate_saysWhatStandsInTheWay() throws Exception {
        try (Connection connection = EmptyDatabases.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE job (id int)");
        }

        Connection connection = EmptyDatabases.connect(database);
        SchemaException refused = assertThrows(SchemaException.class, () -> Schema.migrate(connection));

        assertTrue(refused.getMessage().contains("relation \"job\" already exists"), refused.getMessage());
        assertTrue(connection.isClosed());
    }

    @Test
    void migrate_tellsNobodyOnTheInternet() throws Exception {
        Queue<URI> asked = new ConcurrentLinkedQueue<>();
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new Recorder(asked));
        try {
            Schema.migrate(EmptyDatabases.connect(database));
        } finally {
            ProxySelector.setDefault(before);
        }

        assertEquals(List.of(), List.copyOf(asked));
    }

    /** Every connection over HTTP asks for its proxy first. */
    private static final class Recorder extends ProxySelector {
        private final Queue<URI> asked;

        Recorder(Queue<URI> asked) {
            this.asked = asked;
        }

        @Override
        public List<Proxy> select(URI uri) {
            if (uri.getScheme().startsWith("http")) {
                asked.add(uri);
            }
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            asked.add(uri);
        }
    }
}
