package dev.millrace.bench.subject;

import dev.millrace.test.OwnPostgres;
import dev.millrace.test.TestRedis;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is measured: given, or started when it is first asked for. Of what is measured only one runs at a time, so that
 * none takes the processors from another.
 */
public final class Subject implements AutoCloseable {
    /** The rivals' figures were taken with the same. */
    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on", "shared_buffers", "256MB");

    private final Path home;
    private final @Nullable URI url;
    private @Nullable Services services;
    private @Nullable MillraceClient client;
    private @Nullable JsonNode health;
    private volatile @Nullable LocalMillrace local;
    private Closeable servers = () -> {};

    public Subject(Path home, @Nullable URI url, @Nullable Services given) {
        this.home = home;
        this.url = url;
        this.services = given;
    }

    /** A running Millrace with the tools that the scenarios run. */
    public MillraceClient millrace() throws IOException {
        if (client == null) {
            if (url == null) {
                LocalMillrace started = LocalMillrace.start(home, services());
                local = started;
                client = new MillraceClient(started.url());
            } else {
                client = new MillraceClient(url);
                BenchTools.provide(client, home);
            }
            health = client.get("/health/detailed").json();
        }
        return client;
    }

    /**
     * The nodes, where they were started here.
     *
     * @throws BenchException where they are somebody else's
     */
    public LocalMillrace own() {
        LocalMillrace started = local;
        if (started == null) {
            throw new BenchException("Memory can be measured of nodes only that the benchmark starts, without --url");
        }
        return started;
    }

    /** What the Millrace said about itself and its surroundings; null unless one was asked for. */
    @Nullable
    public JsonNode health() {
        return health;
    }

    /** Postgres and Redis, without a Millrace. */
    public Services services() throws IOException {
        stopMillrace();
        if (services == null) {
            services = startServices();
        }
        return services;
    }

    private Services startServices() throws IOException {
        Path data = Files.createTempDirectory("millrace-bench-");
        try {
            OwnPostgres postgres = OwnPostgres.start(data, DURABLE);
            TestRedis redis = new TestRedis();
            servers = () -> {
                redis.close();
                postgres.close();
                Directories.delete(data);
            };
            return new Services(postgres.settings(), URI.create(redis.url()));
        } catch (SQLException e) {
            throw new IOException("Postgres did not start: " + e.getMessage(), e);
        }
    }

    private void stopMillrace() throws IOException {
        client = null;
        LocalMillrace started = local;
        local = null;
        if (started != null) {
            started.close();
        }
    }

    /** Ends the nodes that were started, when all is broken off; servers and data have hooks of their own. */
    public void abandon() {
        LocalMillrace started = local;
        if (started != null) {
            started.abandon();
        }
    }

    /** Ends what was started. */
    @Override
    public void close() throws IOException {
        stopMillrace();
        servers.close();
        servers = () -> {};
    }
}
