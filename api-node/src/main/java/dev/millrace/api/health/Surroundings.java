package dev.millrace.api.health;

import dev.millrace.db.Schema;
import dev.millrace.model.db.Database;
import dev.millrace.model.updates.RedisPublisher;
import dev.millrace.model.updates.RedisSubscriber;
import java.sql.Connection;
import java.sql.SQLException;

/** What the node needs, and how it does. */
final class Surroundings {
    private final Database database;
    private final RedisPublisher publisher;
    private final RedisSubscriber subscriber;

    Surroundings(Database database, RedisPublisher publisher, RedisSubscriber subscriber) {
        this.database = database;
        this.publisher = publisher;
        this.subscriber = subscriber;
    }

    /** Postgres as it answered just now. */
    record Postgres(boolean up, boolean migrated, long latencyMillis) {}

    Postgres postgres() {
        long start = System.nanoTime();
        try (Connection connection = database.dataSource().getConnection()) {
            boolean migrated = Schema.isCurrent(connection);
            return new Postgres(true, migrated, (System.nanoTime() - start) / 1_000_000);
        } catch (SQLException away) {
            return new Postgres(false, false, (System.nanoTime() - start) / 1_000_000);
        }
    }

    boolean redis() {
        return publisher.isConnected() && subscriber.isConnected();
    }
}
