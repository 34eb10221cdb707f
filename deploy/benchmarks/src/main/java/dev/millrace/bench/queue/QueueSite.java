package dev.millrace.bench.queue;

import dev.millrace.bench.subject.BenchDatabase;
import dev.millrace.bench.subject.BenchException;
import dev.millrace.bench.subject.Directories;
import dev.millrace.bench.subject.Services;
import dev.millrace.model.job.Priority;
import dev.millrace.model.queues.Queues;
import dev.millrace.model.updates.RedisPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** A database of its own, with the queue's API on the one side and a worker of no-ops on the other. */
public final class QueueSite implements AutoCloseable {
    static final int PRODUCERS = 8;

    private static final Duration LOOK = Duration.ofMillis(300);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final Path scratch;
    private final BenchDatabase database;
    private final RedisPublisher updates;
    private final NoopQueue queue;
    private final NoopWorker worker;

    private QueueSite(Path scratch, BenchDatabase database, RedisPublisher updates, NoopWorker worker) {
        this.scratch = scratch;
        this.database = database;
        this.updates = updates;
        this.queue = new NoopQueue(database, updates);
        this.worker = worker;
    }

    /**
     * Makes the database and starts the worker. The queue is paused.
     *
     * @param name of the database
     * @param arguments of {@link Noop}
     */
    public static QueueSite open(Services services, String name, int slots, String... arguments) throws IOException {
        Path scratch = Files.createTempDirectory("millrace-bench-");
        BenchDatabase database = BenchDatabase.create(services.postgres(), name, PRODUCERS + 1);
        RedisPublisher updates = new RedisPublisher(services.redis());
        pause(database);
        NoopWorker worker = NoopWorker.start(database.settings(), services.redis(), slots, scratch, arguments);
        return new QueueSite(scratch, database, updates, worker);
    }

    BenchDatabase database() {
        return database;
    }

    public NoopQueue queue() {
        return queue;
    }

    NoopWorker worker() {
        return worker;
    }

    /** Lets the worker take jobs. As {@link Queues} does, but without the figures, for which it counts what waits. */
    void resume() {
        database.jdbi().useHandle(handle -> handle.execute("DELETE FROM queue"));
        updates.wakeWorkers(Priority.LOW);
    }

    private static void pause(BenchDatabase database) {
        database.jdbi().useHandle(handle -> handle.execute("INSERT INTO queue (name) VALUES (?)", NoopQueue.NAME));
    }

    /**
     * Lets the worker run jobs that wait already, as the queue is paused, and pauses it again.
     *
     * @param jobs how many, of those that wait
     * @return jobs a second, from the start of the first attempt until so many have ended
     */
    public double run(int jobs) {
        Instant began = database.now();
        resume();
        awaitEnd(began, jobs);
        pause(database);
        return jobs / database.secondsOfFirstSince(began, jobs);
    }

    /** Waits until so many have ended since then. */
    void awaitEnd(Instant began, int jobs) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (database.endedSince(began, jobs) < jobs) {
            if (System.nanoTime() > deadline) {
                throw new BenchException("The jobs did not end within " + LONGEST_WAIT.toMinutes() + " minutes");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    @Override
    public void close() throws IOException {
        worker.close();
        updates.close();
        database.close();
        Directories.delete(scratch);
    }
}
