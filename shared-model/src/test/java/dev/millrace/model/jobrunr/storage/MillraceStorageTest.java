package dev.millrace.model.jobrunr.storage;

import static org.jobrunr.server.BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.db.Database;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.model.lifecycle.TestQueue;
import dev.millrace.test.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.jmx.JobServerStats;
import org.jobrunr.storage.BackgroundJobServerStatus;
import org.jobrunr.storage.StorageException;
import org.jobrunr.storage.navigation.AmountRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MillraceStorageTest {
    private static final AmountRequest SOME = new AmountRequest("updatedAt:ASC", 10);
    private static final Instant LATER = Instant.parse("2999-01-01T00:00:00Z");

    private final TestQueue queue = new TestQueue();
    private final SteadfastStorage steadfast = new SteadfastStorage(queue.storage);

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void jobsOfTools_canBeReadAndNotChanged() {
        Job job = queue.submit();
        org.jobrunr.jobs.Job row = queue.storage.getJobById(job.id());
        String before = queue.record();

        assertEquals(1, queue.storage.getJobStats().getEnqueued());
        assertThrows(StorageException.class, () -> queue.storage.save(row));
        assertThrows(StorageException.class, () -> queue.storage.save(List.of(row)));
        assertThrows(StorageException.class, () -> queue.storage.deletePermanently(job.id()));
        assertEquals(0, queue.storage.deleteJobsPermanently(StateName.ENQUEUED, LATER));
        assertEquals(before, queue.record());
    }

    @Test
    void jobRunrsOwnTasks_findNoWork() {
        queue.running();
        queue.submit();
        BackgroundJobServer worker = new BackgroundJobServer(
                queue.storage, queue.storage.json(), null, usingStandardBackgroundJobServerConfiguration());

        assertEquals(List.of(), queue.storage.getJobsToProcess(worker, SOME));
        assertEquals(List.of(), queue.storage.getScheduledJobs(LATER, SOME));
        assertEquals(List.of(), queue.storage.getJobList(StateName.PROCESSING, LATER, SOME));
    }

    private static BackgroundJobServerStatus status() {
        Instant now = Instant.now();
        return new BackgroundJobServerStatus(
                UUID.randomUUID(),
                "worker",
                4,
                5,
                Duration.ofHours(36),
                Duration.ofHours(72),
                now,
                now,
                true,
                new JobServerStats());
    }

    @Test
    void server_isListedUntilItSignsOff() {
        BackgroundJobServerStatus status = status();

        queue.storage.announceBackgroundJobServer(status);
        assertTrue(queue.storage.signalBackgroundJobServerAlive(status));
        assertEquals(1, queue.storage.getBackgroundJobServers().size());

        queue.storage.signalBackgroundJobServerStopped(status);
        assertEquals(0, queue.storage.getBackgroundJobServers().size());
    }

    @Test
    void serverThatOthersForgot_isListedAgain() {
        BackgroundJobServerStatus status = status();
        steadfast.announceBackgroundJobServer(status);
        steadfast.removeTimedOutBackgroundJobServers(LATER);
        assertEquals(0, steadfast.getBackgroundJobServers().size());

        assertTrue(steadfast.signalBackgroundJobServerAlive(status));

        assertEquals(1, steadfast.getBackgroundJobServers().size());
    }

    @Test
    void outage_isHiddenFromJobRunrsServer() {
        BackgroundJobServerStatus status = status();
        steadfast.announceBackgroundJobServer(status);
        UUID master = steadfast.getLongestRunningBackgroundJobServerId();

        queue.database.close();

        assertTrue(steadfast.signalBackgroundJobServerAlive(status));
        assertEquals(0, steadfast.removeTimedOutBackgroundJobServers(LATER));
        assertEquals(master, steadfast.getLongestRunningBackgroundJobServerId());
    }

    @Test
    void databaseWithoutTables_isRefused() {
        try (Database empty = new Database(TestPostgres.newEmptyDatabase(), "empty", 1)) {
            assertThrows(RuntimeException.class, () -> new MillraceStorage(empty.dataSource()));
        }
    }

    @Test
    void timesInRows_areOurs() {
        Job job = queue.submit(TestQueue.request("default", Priority.NORMAL, new Start.After(Duration.ofHours(1)), 3));

        assertEquals(
                List.of(job.runAt().toString()),
                queue.database
                        .jdbi()
                        .withHandle(handle -> handle.createQuery("SELECT scheduledAt FROM jobrunr_tool_jobs")
                                .map((row, context) -> row.getObject(1, LocalDateTime.class)
                                        .toInstant(ZoneOffset.UTC)
                                        .toString())
                                .list()));
    }
}
