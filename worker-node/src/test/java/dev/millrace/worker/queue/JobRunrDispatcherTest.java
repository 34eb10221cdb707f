package dev.millrace.worker.queue;

import dev.millrace.model.job.Job;
import dev.millrace.model.worker.Worker;
import dev.millrace.model.worker.WorkerState;
import dev.millrace.worker.TestQueue;
import dev.millrace.worker.jobrunr.JobRunrServer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;

/** All that the dispatcher promises, with the real engine. */
class JobRunrDispatcherTest extends DispatcherTest {
    private final TestQueue queue = new TestQueue();
    private JobRunrServer server;

    @Override
    Engine engine(int slots, IntFunction<List<Job>> claim, Attempts attempts) {
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
        server = new JobRunrServer(queue.storage, worker, claim, attempts);
        server.start();
        return server;
    }

    @Override
    @AfterEach
    void close() {
        super.close();
        server.close();
        queue.close();
    }
}
