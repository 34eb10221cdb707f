package dev.millrace.worker.queue;

import static dev.millrace.test.Eventually.eventually;

import dev.millrace.model.job.Job;
import dev.millrace.model.worker.Worker;
import dev.millrace.model.worker.WorkerState;
import dev.millrace.worker.TestQueue;
import dev.millrace.worker.jobrunr.JavaJobs;
import dev.millrace.worker.jobrunr.JobRunrServer;
import dev.millrace.worker.jobrunr.Programs;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;

/** The real engine, on a database of its own. */
final class JobRunrEngine implements AutoCloseable {
    private final TestQueue queue = new TestQueue();
    private JobRunrServer server;

    Engine start(int slots, IntFunction<List<Job>> claim, Attempts attempts) {
        Instant now = Instant.now();
        Worker worker = new Worker(
                UUID.randomUUID(),
                "worker",
                "host",
                1,
                "test",
                WorkerState.RUNNING,
                slots,
                List.of(),
                now,
                now,
                List.of());
        server = new JobRunrServer(
                queue.storage,
                worker,
                claim,
                attempts,
                new Programs(queue.storage, JavaJobs.NONE),
                queue.housekeeping());
        server.start();
        eventually(
                "JobRunr knows it",
                () -> !queue.storage.getBackgroundJobServers().isEmpty());
        return server;
    }

    @Override
    public void close() {
        server.close();
        queue.close();
    }
}
