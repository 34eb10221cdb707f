package dev.millrace.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.api.documentation.ContractClient;
import dev.millrace.api.http.address.AddressSettings;
import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.server.HttpSettings;
import dev.millrace.api.http.transfer.ConnectionLimits;
import dev.millrace.db.DatabaseSettings;
import dev.millrace.model.artifact.DiskArtifacts;
import dev.millrace.model.config.Backends;
import dev.millrace.model.config.Environment;
import dev.millrace.model.config.SharedDirectories;
import dev.millrace.model.history.Retention;
import dev.millrace.test.TestPostgres;
import dev.millrace.test.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** The real API node on a database, a Redis and directories of its own, with two tools in its tools directory. */
public final class TestNode implements AutoCloseable {
    private static final AtomicInteger QUEUES = new AtomicInteger();

    private static final String ECHO = """
            name: echo
            description: Says a text
            parameters:
              type: object
              properties:
                text: {type: string, maxLength: 20}
                times: {type: integer, minimum: 1, maximum: 10, default: 1}
              required: [text]
              additionalProperties: false
            run: {command: [echo, "{{text}}"]}
            timeout: 90s
            retry: {maxAttempts: 4}
            queue: talk
            priority: high
            """;

    private static final String ANYTHING = """
            name: anything
            parameters: {type: object}
            run: {command: ["true"]}
            """;

    private final DatabaseSettings database = TestPostgres.newDatabase();
    private final TestRedis redis = new TestRedis();
    private final Path directory = temporaryDirectory();
    private final TestWorker worker;
    private final ApiNode node;
    private final ContractClient client;

    private TestNode(boolean toolsWritable, ConnectionLimits limits, AddressSettings address) {
        writeManifest("echo", ECHO);
        writeManifest("anything", ANYTHING);
        node = ApiNode.start(new ApiConfig(
                new Backends(database, URI.create(redis.url()), Backends.DEFAULT_START_WAIT),
                HttpSettings.of("127.0.0.1", 0).within(limits),
                address,
                10,
                new SharedDirectories(directory.resolve("tools"), directory.resolve("artifacts")),
                Retention.USUAL,
                toolsWritable));
        client = new ContractClient(node.port());
        worker = new TestWorker(database, URI.create(redis.url()), artifacts());
    }

    public static TestNode start() {
        return new TestNode(false, ConnectionLimits.USUAL, AddressSettings.NONE);
    }

    /** A node over which tools may be changed. */
    public static TestNode startWritable() {
        return new TestNode(true, ConnectionLimits.USUAL, AddressSettings.NONE);
    }

    /** A node that bears with clients within these limits. */
    public static TestNode startWithin(ConnectionLimits limits) {
        return new TestNode(false, limits, AddressSettings.NONE);
    }

    /** A node with these of its settings that say where callers find it. Tools may be changed over it. */
    public static TestNode startAt(Map<String, String> environment) {
        return new TestNode(true, ConnectionLimits.USUAL, AddressSettings.from(new Environment(environment)));
    }

    public ContractClient client() {
        return client;
    }

    public int port() {
        return node.port();
    }

    public TestRedis redis() {
        return redis;
    }

    public TestWorker worker() {
        return worker;
    }

    public DiskArtifacts artifacts() {
        return new DiskArtifacts(directory.resolve("artifacts"));
    }

    /** Connections to Postgres on which the node does something now. */
    public int busyConnections() throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND application_name = 'millrace-api' AND state <> 'idle'
                        """)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** To its database, past the node. */
    public Connection connection() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }

    /** Has all files that are the node's. */
    public Path directory() {
        return directory;
    }

    /** All that the node serves. */
    public List<Route> routes() {
        return node.routes();
    }

    /** Puts a manifest into the tools directory, or replaces it. */
    public void writeManifest(String tool, String manifest) {
        try {
            Path home = Files.createDirectories(directory.resolve("tools").resolve(tool));
            // The node looks every second: it must never see half a file.
            Path partial = Files.writeString(directory.resolve("partial"), manifest);
            Files.move(partial, home.resolve("tool.yaml"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void deleteManifest(String tool) {
        try {
            Files.delete(directory.resolve("tools").resolve(tool).resolve("tool.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A queue that no other test has jobs in. */
    public static String newQueue() {
        return "queue-" + QUEUES.incrementAndGet();
    }

    /** Submits a job and returns it. */
    public JsonNode submit(String body) {
        ApiResponse response = client.postJson("/api/v1/jobs", body);
        assertEquals(202, response.status(), response.body());
        return response.json();
    }

    /** The path of a new job that waits in the queue. */
    public String submitTo(String queue) {
        return submit("{\"tool\":\"anything\",\"queue\":\"" + queue + "\"}")
                .at("/links/self")
                .stringValue();
    }

    /** The state of the job at this path. */
    public String stateOf(String job) {
        return client.get(job).json().get("state").stringValue();
    }

    @Override
    public void close() {
        worker.close();
        node.close();
        redis.close();
    }

    private static Path temporaryDirectory() {
        try {
            Path directory = Files.createTempDirectory("millrace-api-test");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
