package dev.millrace.worker.queue;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.worker.Worker;
import dev.millrace.model.worker.WorkerState;
import dev.millrace.worker.TestQueue;
import dev.millrace.worker.runtime.StartBackoff;
import dev.millrace.worker.runtime.Stop;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private final TestQueue queue = new TestQueue();
    private final Worker worker = queue.worker();
    private final Lease lease = new Lease(Heartbeat.LEASE, new TestWatchdog());
    private final RunningAttempts running = new RunningAttempts(lease);
    private final Dispatcher idle =
            new Dispatcher(1, running, (limit, free, arrival) -> List.of(), new NoAttempts(), new StartBackoff());
    private final AtomicInteger beats = new AtomicInteger();
    private final Heartbeat heartbeat =
            new Heartbeat(worker, queue.workers, queue.transactions, running, idle, beats::incrementAndGet);

    @AfterEach
    void close() {
        heartbeat.close();
        idle.close();
        queue.close();
    }

    private JobState stateOf(Job job) {
        return queue.reader.get(job.id()).state();
    }

    private WorkerState stateOf(Worker one) {
        return queue.workers.list().stream()
                .filter(each -> each.id().equals(one.id()))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private void goneForAMinute(Worker one) {
        queue.execute("UPDATE worker SET seen_at = now() - interval '1 minute' WHERE id = ?", one.id());
    }

    @Test
    void cancelRequest_stopsTheAttempt() {
        Job job = queue.runningOn(worker);
        Stop stop = running.add(job, System.nanoTime());
        heartbeat.start();

        queue.cancellations.one(job.id(), "test");
        heartbeat.hurry();

        eventually("the attempt is asked to stop", () -> stop.reason().equals(Optional.of(StopReason.CANCEL)));
    }

    @Test
    void beat_renewsTheLease() {
        lease.renew(System.nanoTime() - Heartbeat.LEASE.toNanos());
        assertFalse(lease.covers(System.nanoTime()));

        heartbeat.start();

        eventually("it is renewed", () -> lease.covers(System.nanoTime()));
    }

    @Test
    void dueJob_isQueuedAtItsTime() {
        Job job = queue.submit(new Start.After(Duration.ofMillis(1_500)));
        heartbeat.start();

        eventually("it is queued", () -> stateOf(job) == JobState.QUEUED);

        Job queued = queue.reader.get(job.id());
        assertTrue(!queued.queuedAt().isBefore(queued.runAt()), queued::toString);
    }

    @Test
    void givenUpWorker_stopsWhatRunsAndThenBeginsAgain() {
        Job job = queue.runningOn(worker);
        Stop stop = running.add(job, System.nanoTime());
        long claimedAt = System.nanoTime();
        queue.workers.changeState(worker.id(), WorkerState.LOST);
        heartbeat.start();

        eventually("the attempt is asked to stop", () -> stop.reason().equals(Optional.of(StopReason.LOST)));
        assertEquals(WorkerState.LOST, stateOf(worker));
        running.remove(job);

        eventually("the worker is registered again", () -> stateOf(worker) == WorkerState.RUNNING);
        assertFalse(lease.covers(claimedAt), "It was claimed before");
        assertTrue(lease.covers(System.nanoTime()));
        assertEquals(JobState.QUEUED, stateOf(job));
        assertEquals(
                AttemptState.LOST,
                queue.reader.withAttempts(job.id()).attempts().get(0).state());
    }

    @Test
    void silentWorker_losesItsJobs_butNotBeforeThisOneWasInContactForALease() {
        Worker silent = queue.worker();
        Job job = queue.runningOn(silent);
        goneForAMinute(silent);
        long start = System.nanoTime();
        heartbeat.start();

        eventually("the job is queued again", () -> stateOf(job) == JobState.QUEUED);

        assertTrue(System.nanoTime() - start >= Heartbeat.LEASE.toNanos());
        assertEquals(WorkerState.LOST, stateOf(silent));
        assertEquals(WorkerState.RUNNING, stateOf(worker));
    }

    @Test
    void outage_isNoReasonToGiveOthersUp() {
        Worker other = queue.worker();
        Job job = queue.runningOn(other);
        heartbeat.start();
        eventually("it beats", () -> beats.get() > 0);

        queue.execute("ALTER TABLE worker RENAME TO worker_away");
        queue.execute("UPDATE worker_away SET seen_at = now() - interval '1 minute'");
        awaitFailedBeat();
        long back = System.nanoTime();
        queue.execute("ALTER TABLE worker_away RENAME TO worker");

        eventually("the other's job is queued again", () -> stateOf(job) == JobState.QUEUED);
        assertTrue(System.nanoTime() - back >= Heartbeat.LEASE.toNanos());
    }

    private void awaitFailedBeat() {
        OffsetDateTime since = queue.database
                .jdbi()
                .withHandle(handle -> handle.createQuery("SELECT clock_timestamp()")
                        .mapTo(OffsetDateTime.class)
                        .one());
        eventually(
                "a beat has failed",
                () -> queue.database
                        .jdbi()
                        .withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM pg_stat_activity
                                       WHERE datname = current_database() AND state = 'idle'
                                         AND query LIKE 'WITH beat%' AND query_start > :since)
                        """)
                                .bind("since", since)
                                .mapTo(Boolean.class)
                                .one()));
    }

    @Test
    void jobThatIsNotHere_isGivenBack() {
        Job job = queue.runningOn(worker);
        heartbeat.start();

        eventually("it is queued again", () -> stateOf(job) == JobState.QUEUED);

        assertEquals(
                AttemptState.LOST,
                queue.reader.withAttempts(job.id()).attempts().get(0).state());
    }
}
