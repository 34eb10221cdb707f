package dev.millrace.model.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.db.Database;
import dev.millrace.test.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkerStoreTest {
    private static final Duration LEASE = Duration.ofMillis(3_500);

    private final Database database = new Database(TestPostgres.newDatabase(), "worker-store-test", 4);
    private final WorkerStore workers = new WorkerStore(database.jdbi());

    @AfterEach
    void close() {
        database.close();
    }

    private Worker register(String name) {
        Instant now = Instant.now();
        Worker worker = new Worker(
                UUID.randomUUID(), name, "host", 42, "1.0", WorkerState.RUNNING, 4, List.of("a"), now, now, List.of());
        workers.register(worker);
        return worker;
    }

    private void seenSecondsAgo(Worker worker, int seconds) {
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE worker SET seen_at = now() - ? * interval '1 s' WHERE id = ?", seconds, worker.id()));
    }

    private UUID insertJob(String state, UUID worker, String times) {
        UUID job = UUID.randomUUID();
        database.jdbi().useHandle(handle -> handle.execute("""
                        INSERT INTO job (id, tool, tool_revision, state, queue, priority, parameters, timeout_ms,
                                         max_attempts, worker_id, run_at, cancel_requested_at)
                        VALUES (?, 'count', 1, ?, 'default', 2, '{}', 1000, 1, ?, %s)
                        """.formatted(times), job, state, worker));
        return job;
    }

    private WorkerState stateOf(Worker worker) {
        return workers.list().stream()
                .filter(each -> each.id().equals(worker.id()))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    void beat_ofAnIdleWorkerAsksForNothing() {
        Beat beat = workers.beat(register("w").id(), LEASE);

        assertEquals(new Beat(true, false, null, false, List.of(), List.of(), false), beat);
    }

    @Test
    void beat_tellsWhatThereIsToDo() {
        Worker worker = register("w");
        UUID running = insertJob("RUNNING", worker.id(), "now(), NULL");
        UUID cancelled = insertJob("RUNNING", worker.id(), "now(), now()");
        insertJob("RUNNING", register("other").id(), "now(), now()");
        insertJob("QUEUED", null, "now(), NULL");
        insertJob("SCHEDULED", null, "now() + interval '1 hour', NULL");

        Beat beat = workers.beat(worker.id(), LEASE);

        assertTrue(beat.queued());
        assertEquals(Set.of(running, cancelled), Set.copyOf(beat.running()));
        assertEquals(List.of(cancelled), beat.cancelled());
        assertFalse(beat.abandoned());
        assertTrue(beat.nextDue().compareTo(Duration.ofMinutes(59)) > 0, () -> "due in " + beat.nextDue());
        assertTrue(beat.nextDue().compareTo(Duration.ofHours(1)) <= 0, () -> "due in " + beat.nextDue());
    }

    @Test
    void beat_saysWhenAJobIsOverdue() {
        insertJob("SCHEDULED", null, "now() - interval '1 s', NULL");

        assertTrue(workers.beat(register("w").id(), LEASE).nextDue().isNegative());
    }

    @Test
    void worker_notSeenForItsLeaseIsGivenUp() {
        Worker silent = register("silent");
        Worker worker = register("w");
        seenSecondsAgo(silent, 3);
        assertFalse(workers.beat(worker.id(), LEASE).abandoned());
        assertEquals(0, workers.markLost(LEASE));

        seenSecondsAgo(silent, 5);
        assertTrue(workers.beat(worker.id(), LEASE).abandoned());
        assertEquals(1, workers.markLost(LEASE));

        assertEquals(WorkerState.LOST, stateOf(silent));
        assertEquals(WorkerState.RUNNING, stateOf(worker));
        assertFalse(workers.beat(worker.id(), LEASE).abandoned());
    }

    @ParameterizedTest
    @EnumSource(
            value = WorkerState.class,
            names = {"LOST", "STOPPED"})
    void jobsOfAWorkerThatIsGone_areAbandoned(WorkerState state) {
        Worker gone = register("gone");
        insertJob("RUNNING", gone.id(), "now(), NULL");
        workers.changeState(gone.id(), state);

        assertTrue(workers.beat(register("w").id(), LEASE).abandoned());
    }

    @Test
    void givenUpWorker_learnsItAndComesBackByRegistering() {
        Worker worker = register("w");
        seenSecondsAgo(worker, 60);
        workers.markLost(LEASE);

        assertFalse(workers.beat(worker.id(), LEASE).alive());
        assertEquals(WorkerState.LOST, stateOf(worker));

        workers.register(worker);
        assertTrue(workers.beat(worker.id(), LEASE).alive());
    }

    @Test
    void drainingWorker_isStillAlive() {
        Worker worker = register("w");
        workers.changeState(worker.id(), WorkerState.DRAINING);

        assertTrue(workers.beat(worker.id(), LEASE).alive());
        assertEquals(WorkerState.DRAINING, stateOf(worker));
    }

    @Test
    void list_showsWhatWasRegisteredAndWhatItRuns() {
        Worker worker = register("w");
        UUID job = insertJob("RUNNING", worker.id(), "now(), NULL");

        Worker listed = workers.list().get(0);

        assertEquals(worker.id(), listed.id());
        assertEquals("w", listed.name());
        assertEquals(42, listed.pid());
        assertEquals(List.of("a"), listed.queues());
        assertEquals(List.of(job), listed.jobs());
    }

    @Test
    void list_forgetsThoseGoneForADay() {
        Worker gone = register("gone");
        workers.changeState(gone.id(), WorkerState.STOPPED);
        assertEquals(1, workers.list().size());

        seenSecondsAgo(gone, 25 * 3600);

        assertEquals(List.of(), workers.list());
    }

    @Test
    void current_areThoseThatRun_andThoseLostWithinAnHour() {
        Worker running = register("running");
        Worker draining = register("draining");
        workers.changeState(draining.id(), WorkerState.DRAINING);
        Worker stopped = register("stopped");
        workers.changeState(stopped.id(), WorkerState.STOPPED);
        Worker lost = register("lost");
        workers.changeState(lost.id(), WorkerState.LOST);
        Worker longLost = register("long lost");
        workers.changeState(longLost.id(), WorkerState.LOST);
        seenSecondsAgo(longLost, 2 * 3600);

        assertEquals(List.of("draining", "running", "lost"), names(workers.current()));
        assertEquals(List.of("draining", "running", "long lost", "lost", "stopped"), names(workers.list()));
    }

    private static List<String> names(List<Worker> workers) {
        return workers.stream().map(Worker::name).toList();
    }
}
