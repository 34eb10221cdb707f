package dev.millrace.bench.subject;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.test.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A Millrace of the benchmark's own: an API node and a worker, started as an operator would, on a new database. */
public final class LocalMillrace implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening on (http://\\S+:\\d+)");
    private static final Pattern SERVING = Pattern.compile("(Worker) \\S+ \\S+ serves");

    private final BenchDatabase database;
    private final Path directory;
    private final NodeProcess api;
    private final NodeProcess worker;
    private final URI url;

    private LocalMillrace(BenchDatabase database, Path directory, NodeProcess api, NodeProcess worker, URI url) {
        this.database = database;
        this.directory = directory;
        this.api = api;
        this.worker = worker;
        this.url = url;
    }

    /**
     * Starts both and waits until they serve.
     *
     * @param home the checkout
     * @throws IOException when one does not start, saying where its log is
     */
    public static LocalMillrace start(Path home, Services services) throws IOException {
        Path directory = Files.createTempDirectory("millrace-bench-");
        BenchDatabase database = BenchDatabase.create(services.postgres(), "millrace_bench", 1);
        try {
            Map<String, String> environment = environment(home, database.settings(), services.redis(), directory);
            NodeProcess api = node(home, "api", environment, directory);
            NodeProcess worker = node(home, "worker", environment, directory);
            URI url = URI.create(api.awaitOutput(LISTENING));
            worker.awaitOutput(SERVING);
            return new LocalMillrace(database, directory, api, worker, url);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted");
        }
    }

    private static Map<String, String> environment(Path home, DatabaseSettings database, URI redis, Path directory) {
        Map<String, String> environment = new HashMap<>();
        environment.put("MILLRACE_DATABASE_URL", database.jdbcUrl());
        environment.put("MILLRACE_DATABASE_USER", database.user());
        environment.put("MILLRACE_DATABASE_PASSWORD", database.password());
        environment.put("MILLRACE_REDIS_URL", redis.toString());
        environment.put("MILLRACE_PORT", "0");
        environment.put("MILLRACE_TOOLS", BenchTools.directory(home).toString());
        environment.put("MILLRACE_ARTIFACTS", directory.resolve("artifacts").toString());
        environment.put("MILLRACE_SCRATCH", directory.resolve("scratch").toString());
        environment.put(
                "MILLRACE_WORKER_HEARTBEAT_FILE", directory.resolve("alive").toString());
        return environment;
    }

    private static NodeProcess node(Path home, String name, Map<String, String> environment, Path directory)
            throws IOException {
        List<String> command = List.of(home.resolve("millrace").toString(), name);
        return NodeProcess.start(command, environment, directory.resolve(name + ".log"));
    }

    public URI url() {
        return url;
    }

    public BenchDatabase database() {
        return database;
    }

    /** Bytes that the API node has in memory now. */
    public long apiMemory() throws IOException {
        return Memory.of(api.pid(), Memory.NOW);
    }

    /** The most bytes that the API node had in memory so far. */
    public long apiPeakMemory() throws IOException {
        return Memory.of(api.pid(), Memory.PEAK);
    }

    /** The most bytes that the worker had in memory so far. */
    public long workerPeakMemory() throws IOException {
        return Memory.of(worker.pid(), Memory.PEAK);
    }

    public void abandon() {
        api.abandon();
        worker.abandon();
    }

    @Override
    public void close() throws IOException {
        try {
            worker.stop();
            api.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
        Directories.delete(directory);
    }
}
