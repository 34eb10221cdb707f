package dev.millrace.model.jobrunr.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.model.lifecycle.TestQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.storage.JobStats;
import org.jobrunr.storage.Page;
import org.jobrunr.storage.navigation.OffsetBasedPageRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists are of both kinds of jobs, in the order that was asked for. */
class JobPagesTest {
    private final TestQueue queue = new TestQueue();

    @AfterEach
    void close() {
        queue.close();
    }

    private List<UUID> pages(StateName state, String order, int size) {
        List<UUID> ids = new ArrayList<>();
        Page<org.jobrunr.jobs.Job> page;
        do {
            page = queue.storage.getJobs(state, new OffsetBasedPageRequest(order, (long) ids.size(), size));
            page.getItems().forEach(job -> ids.add(job.getId()));
        } while (!page.getItems().isEmpty());
        return ids;
    }

    private void ofAProgram(org.jobrunr.jobs.states.JobState state) {
        JobDetails details = new JobDetails("com.example.Mailer", null, "send", List.of());
        queue.storage.save(new org.jobrunr.jobs.Job(details, state));
    }

    /** One of each kind in turn, and tools' jobs whose times are not in the order of their ids. */
    private void endedJobs(StateName state) {
        for (int i = 0; i < 7; i++) {
            queue.submit();
            ofAProgram(new org.jobrunr.jobs.states.EnqueuedState());
        }
        queue.execute("""
                UPDATE job SET state = ?, started_at = at, finished_at = at, worker_id = ?
                FROM (SELECT id AS other, now() + (1 + 7919 * row_number() OVER (ORDER BY id) % 7) * interval '1 s' AS at FROM job)
                    AS times
                WHERE other = id
                """, MillraceStorage.ofTool(state), queue.worker());
        queue.execute("""
                UPDATE jobrunr_jobs SET state = ?, updatedAt = now() AT TIME ZONE 'UTC'
                    + (0.5 + random() * 7) * interval '1 s'
                """, state.name());
    }

    private List<UUID> expected(StateName state) {
        return queue.database
                .jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT id::uuid FROM (
                            SELECT id, updatedAt, state FROM jobrunr_jobs
                            UNION ALL SELECT id, updatedAt, state FROM jobrunr_tool_jobs) AS every
                        WHERE state = :state ORDER BY updatedAt, id
                        """)
                        .bind("state", state.name())
                        .mapTo(UUID.class)
                        .list());
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESSING", "SUCCEEDED", "FAILED", "DELETED"})
    void bothKinds_areInTheOrderOfTheirChanges(StateName state) {
        endedJobs(state);
        List<UUID> expected = expected(state);
        assertEquals(14, expected.size());

        for (int size : List.of(1, 3, 20)) {
            assertEquals(expected, pages(state, "updatedAt:ASC", size));
        }
        Collections.reverse(expected);
        assertEquals(expected, pages(state, "updatedAt:DESC", 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ASC", "DESC"})
    void queuedJobs_areInTheOrderOfQueueing_whateverTheirPriority(String direction) {
        List<UUID> ids = new ArrayList<>();
        for (Priority priority :
                List.of(Priority.LOW, Priority.CRITICAL, Priority.NORMAL, Priority.HIGH, Priority.CRITICAL)) {
            ids.add(queue.submit(TestQueue.request("default", priority, Start.NOW, 1))
                    .id());
        }
        if (direction.equals("DESC")) {
            Collections.reverse(ids);
        }
        assertEquals(ids, pages(StateName.ENQUEUED, "updatedAt:" + direction, 2));
        assertEquals(ids, pages(StateName.ENQUEUED, "createdAt:" + direction, 2));
    }

    @Test
    void scheduledJobs_canBeInTheOrderOfTheirTimes() {
        Instant now = Instant.now();
        List<Job> jobs = Stream.of(5, 1, 3)
                .map(hours -> queue.submit(
                        TestQueue.request("default", Priority.NORMAL, new Start.After(Duration.ofHours(hours)), 1)))
                .toList();
        ofAProgram(new ScheduledState(now.plus(Duration.ofHours(2))));
        ofAProgram(new ScheduledState(now.plus(Duration.ofHours(4))));

        List<UUID> byTime = pages(StateName.SCHEDULED, "scheduledAt:ASC", 2);

        assertEquals(
                List.of(jobs.get(1).id(), jobs.get(2).id(), jobs.get(0).id()),
                List.of(byTime.get(0), byTime.get(2), byTime.get(4)));
        assertEquals(
                5,
                pages(StateName.SCHEDULED, "updatedAt:ASC", 2).stream()
                        .distinct()
                        .count());
    }

    @Test
    void jobsOfOneMoment_areOnOnePageEach() {
        endedJobs(StateName.SUCCEEDED);
        queue.execute("UPDATE job SET finished_at = '2030-01-01Z'");
        queue.execute("UPDATE jobrunr_jobs SET updatedAt = '2030-01-01'");

        assertEquals(
                14,
                pages(StateName.SUCCEEDED, "updatedAt:DESC", 3).stream()
                        .distinct()
                        .count());
        assertEquals(
                14,
                pages(StateName.SUCCEEDED, "scheduledAt:DESC", 3).stream()
                        .distinct()
                        .count());
    }

    @ParameterizedTest
    @EnumSource(StateName.class)
    void statistics_areThoseOfTheView(StateName state) {
        queue.execute("UPDATE jobrunr_metadata SET value = '7'");
        if (state != StateName.AWAITING) {
            endedJobs(state);
        }
        JobStats stats = queue.storage.getJobStats();

        queue.database
                .jdbi()
                .useHandle(handle -> handle.createQuery("SELECT * FROM jobrunr_jobs_stats")
                        .map((row, context) -> {
                            assertEquals(row.getLong("total"), stats.getTotal());
                            assertEquals(row.getLong("scheduled"), stats.getScheduled());
                            assertEquals(row.getLong("enqueued"), stats.getEnqueued());
                            assertEquals(row.getLong("processing"), stats.getProcessing());
                            assertEquals(row.getLong("failed"), stats.getFailed());
                            assertEquals(row.getLong("succeeded"), stats.getSucceeded());
                            assertEquals(row.getLong("allTimeSucceeded"), stats.getAllTimeSucceeded());
                            assertEquals(row.getLong("deleted"), stats.getDeleted());
                            return row.getLong("total");
                        })
                        .one());
        assertEquals(state == StateName.AWAITING ? 0 : 14, stats.getTotal());
        assertEquals(stats.getTotal(), queue.storage.countJobs(state));
    }
}
