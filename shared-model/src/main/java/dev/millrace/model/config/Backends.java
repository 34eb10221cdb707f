package dev.millrace.model.config;

import dev.millrace.db.DatabaseSettings;
import java.net.URI;
import java.time.Duration;

/**
 * What every node connects to.
 *
 * @param database must answer before a node can start
 * @param redis may be away at any time
 * @param startWait how long a starting node waits for Postgres and a current schema
 */
public record Backends(DatabaseSettings database, URI redis, Duration startWait) {
    public static final Duration DEFAULT_START_WAIT = Duration.ofSeconds(30);

    /** Notes errors in the environment, for the caller to check. */
    public static Backends from(Environment environment) {
        return new Backends(
                environment.databaseSettings(),
                environment.redis("MILLRACE_REDIS_URL", "redis://localhost:6379", "Redis, for hints and live updates"),
                environment.duration(
                        "MILLRACE_START_WAIT",
                        DEFAULT_START_WAIT,
                        Duration.ZERO,
                        Duration.ofDays(1),
                        "How long a starting node waits for Postgres and a current schema"));
    }
}
