package dev.millrace.api;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.model.artifact.ArtifactStore;
import dev.millrace.model.artifact.DiskArtifacts;
import dev.millrace.model.attempt.Artifact;
import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.attempt.ProcessUsage;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.db.Database;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.Progress;
import dev.millrace.model.jobrunr.storage.MillraceStorage;
import dev.millrace.model.lifecycle.Transactions;
import dev.millrace.model.lifecycle.claim.Claims;
import dev.millrace.model.lifecycle.due.DueJobs;
import dev.millrace.model.lifecycle.finish.Completions;
import dev.millrace.model.lifecycle.progress.ProgressReports;
import dev.millrace.model.log.LogChunk;
import dev.millrace.model.log.LogStore;
import dev.millrace.model.log.LogStream;
import dev.millrace.model.updates.RedisPublisher;
import dev.millrace.model.worker.Worker;
import dev.millrace.model.worker.WorkerState;
import dev.millrace.model.worker.WorkerStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Does to jobs what a worker does, step by step as a test says, and runs nothing. */
public final class TestWorker implements AutoCloseable {
    private final Database database;
    private final MillraceStorage storage;
    private final RedisPublisher updates;
    private final DiskArtifacts artifacts;
    private final Transactions transactions;
    private final UUID id = UUID.randomUUID();

    TestWorker(DatabaseSettings settings, URI redis, DiskArtifacts artifacts) {
        this.artifacts = artifacts;
        database = new Database(settings, "test-worker", 4);
        storage = new MillraceStorage(database.dataSource());
        updates = new RedisPublisher(redis);
        transactions = new Transactions(database.jdbi(), updates);
    }

    public UUID id() {
        return id;
    }

    /** Makes the worker known, with four slots for all queues. */
    public void register() {
        Worker worker = new Worker(
                id(),
                "test",
                "host",
                1,
                "1.0",
                WorkerState.RUNNING,
                4,
                List.of(),
                Instant.now(),
                Instant.now(),
                List.of());
        new WorkerStore(database.jdbi()).register(worker);
    }

    /** Starts an attempt of the job that waits longest in the queue. */
    public Job claim(String queueName) {
        return new Claims(transactions).claim(id, List.of(queueName), 1).get(0);
    }

    /** Starts an attempt of whatever the queue gives. */
    public List<Job> claimAll(String queueName) {
        return new Claims(transactions).claim(id, List.of(queueName), 100);
    }

    public void progress(Job job, int percent, String message) {
        new ProgressReports(transactions).note(job.id(), job.attempt(), new Progress(percent, message));
    }

    /** Queues the scheduled jobs whose time has come. */
    public int enqueueDue() {
        return new DueJobs(transactions).enqueue(100);
    }

    /** Ends the attempt well, with a result as JSON text or none. */
    public void succeed(Job job, @Nullable String result) {
        finish(job, new Outcome(AttemptState.SUCCEEDED, 0, null, null, 0, null, null, null, result, List.of()));
    }

    /** Ends the attempt well, after it used this. */
    public void succeedUsing(Job job, ProcessUsage usage) {
        finish(job, new Outcome(AttemptState.SUCCEEDED, 0, null, null, 0, usage, null, null, null, List.of()));
    }

    /** Ends the attempt with exit code 3, to be tried again after {@code retryAfter}, or never if that is null. */
    public void fail(Job job, @Nullable Duration retryAfter) {
        Failure failure = new Failure(FailureCode.EXIT_CODE, "The tool exited with code 3.");
        finish(job, new Outcome(AttemptState.FAILED, 3, null, null, 0, null, failure, retryAfter, null, List.of()));
    }

    /** Ends the attempt because the job was cancelled. */
    public void stop(Job job) {
        finish(
                job,
                new Outcome(
                        AttemptState.CANCELLED, null, "TERM", StopReason.CANCEL, 0, null, null, null, null, List.of()));
    }

    /** Ends the attempt well, and leaves a file of each name that holds its own name. */
    public void succeedWithFiles(Job job, String mediaType, String... names) {
        List<Artifact> kept = new ArrayList<>();
        for (String name : names) {
            ArtifactStore.Kept file = keep(job, name, name);
            kept.add(new Artifact(job.attempt(), name, file.bytes(), mediaType, file.sha256()));
        }
        finish(job, new Outcome(AttemptState.SUCCEEDED, 0, null, null, 0, null, null, null, null, kept));
    }

    /** Ends the attempt well, and leaves a file of which the record says that it had so many bytes. */
    public void succeedWithFile(Job job, String name, long bytes, String content) {
        Artifact artifact = new Artifact(
                job.attempt(),
                name,
                bytes,
                "text/plain",
                keep(job, name, content).sha256());
        finish(job, new Outcome(AttemptState.SUCCEEDED, 0, null, null, 0, null, null, null, null, List.of(artifact)));
    }

    private ArtifactStore.Kept keep(Job job, String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        try {
            return artifacts.keep(job.id(), job.attempt(), name, new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes lines, the first of which has the number {@code first}. Those that begin with {@code !} are of stderr. */
    public void log(Job job, long first, String... lines) {
        StringBuilder content = new StringBuilder();
        for (String line : lines) {
            LogStream stream = line.startsWith("!") ? LogStream.STDERR : LogStream.STDOUT;
            LogChunk.append(content, stream, System.currentTimeMillis(), line);
        }
        new LogStore(database.jdbi())
                .append(List.of(new LogChunk(job.id(), job.attempt(), first, lines.length, content.toString())));
        updates.logGrew(job.id());
    }

    private void finish(Job job, Outcome outcome) {
        assertTrue(new Completions(transactions).finish(job, outcome).isPresent(), "the attempt is stale");
    }

    @Override
    public void close() {
        updates.close();
        storage.close();
        database.close();
    }
}
