package dev.millrace.worker.queue;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.Priority;
import dev.millrace.model.updates.Channels;
import dev.millrace.model.worker.Worker;
import dev.millrace.worker.TestQueue;
import dev.millrace.worker.runtime.StartBackoff;
import dev.millrace.worker.runtime.Stop;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The heartbeat is never started here, so that whatever happens was caused by a hint. */
class HintsTest {
    private final TestQueue queue = new TestQueue();
    private final Worker worker = queue.worker();
    private final RunningAttempts running = new RunningAttempts(new Lease(Heartbeat.LEASE, new TestWatchdog()));
    private final AtomicInteger claims = new AtomicInteger();
    private final AtomicInteger beats = new AtomicInteger();
    private final Dispatcher dispatcher =
            new Dispatcher(1, running, this::claimNothing, new NoAttempts(), new StartBackoff());
    private final Heartbeat heartbeat =
            new Heartbeat(worker, queue.workers, queue.transactions, running, dispatcher, beats::incrementAndGet);
    private final Hints hints = new Hints(dispatcher, heartbeat);

    private List<Runnable> claimNothing(int limit, int free, Function<List<Job>, List<Claimed>> arrival) {
        claims.incrementAndGet();
        return List.of();
    }

    @BeforeEach
    void start() {
        dispatcher.start();
        eventually("it has looked once", () -> claims.get() == 1);
    }

    @AfterEach
    void close() {
        heartbeat.close();
        dispatcher.close();
        queue.close();
    }

    @Test
    void wake_looksForJobs() {
        hints.message(Channels.WORKERS, Channels.wake(Priority.NORMAL));

        eventually("it has looked again", () -> claims.get() == 2);
        assertEquals(0, beats.get());
    }

    @Test
    void connection_looksForJobs_sinceAWakeMayHaveBeenMissed() {
        hints.connected();

        eventually("it has looked again", () -> claims.get() == 2);
    }

    @Test
    void cancelRequest_isReadAtOnce() {
        Job job = queue.runningOn(worker);
        Stop stop = running.add(job, System.nanoTime());
        queue.cancellations.one(job.id(), "test");

        hints.message(Channels.WORKERS, job.id().toString());

        eventually("the attempt is asked to stop", () -> stop.reason().equals(Optional.of(StopReason.CANCEL)));
        eventually("it took one heartbeat", () -> beats.get() == 1);
    }
}
