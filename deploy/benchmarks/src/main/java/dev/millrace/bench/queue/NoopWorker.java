package dev.millrace.bench.queue;

import dev.millrace.bench.subject.BenchException;
import dev.millrace.bench.subject.Companion;
import dev.millrace.db.DatabaseSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A worker in a process of its own, which runs every tool as {@link Noop}. */
final class NoopWorker implements AutoCloseable {
    private final Companion process;

    private NoopWorker(Companion process) {
        this.process = process;
    }

    /**
     * Starts it; when this returns, it takes jobs.
     *
     * @param scratch an empty directory of its own
     * @param arguments of {@link Noop}
     */
    static NoopWorker start(DatabaseSettings database, URI redis, int slots, Path scratch, String... arguments)
            throws IOException {
        Map<String, String> environment = Map.of(
                "MILLRACE_DATABASE_URL", database.jdbcUrl(),
                "MILLRACE_DATABASE_USER", database.user(),
                "MILLRACE_DATABASE_PASSWORD", database.password(),
                "MILLRACE_REDIS_URL", redis.toString(),
                "MILLRACE_WORKER_SLOTS", Integer.toString(slots),
                "MILLRACE_TOOLS",
                        Files.createDirectory(scratch.resolve("tools")).toString(),
                "MILLRACE_ARTIFACTS", scratch.resolve("artifacts").toString(),
                "MILLRACE_SCRATCH", scratch.resolve("scratch").toString(),
                "MILLRACE_WORKER_HEARTBEAT_FILE", scratch.resolve("alive").toString());
        NoopWorker worker = new NoopWorker(Companion.start(Noop.class, environment, List.of(arguments)));
        String first = worker.process.listen();
        if (!Noop.READY.equals(first)) {
            worker.close();
            throw new BenchException("The worker said " + first + " instead of starting");
        }
        return worker;
    }

    /**
     * When a job's run began.
     *
     * @param micros since 1970
     */
    record Stamp(UUID job, long micros) {}

    /** Of a worker that says so. */
    Stamp awaitStamp() {
        String[] words = process.listen().split(" ", 2);
        return new Stamp(UUID.fromString(words[0]), Long.parseLong(words[1]));
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
