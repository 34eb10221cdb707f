package dev.millrace.model.jobrunr.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.model.lifecycle.TestQueue;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.DeletedState;
import org.jobrunr.jobs.states.EnqueuedState;
import org.jobrunr.jobs.states.FailedState;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.ProcessingState;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.jobs.states.SucceededState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page of one job has its whole history, and agrees with the job's row in lists. */
class ToolJobPageTest {
    private final TestQueue queue = new TestQueue();

    @AfterEach
    void close() {
        queue.close();
    }

    /** As the page gets it: through JobRunr's own writer and reader. */
    private org.jobrunr.jobs.Job page(Job job) {
        JobMapper mapper = new JobMapper(queue.storage.json());
        return mapper.deserializeJob(mapper.serializeJob(queue.storage.getJobById(job.id())));
    }

    private List<String> history(Job job) {
        List<JobState> states = page(job).getJobStates();
        for (int i = 1; i < states.size(); i++) {
            assertTrue(
                    !states.get(i).getCreatedAt().isBefore(states.get(i - 1).getCreatedAt()), "Times go back at " + i);
        }
        assertAgreesWithRow(job);
        return states.stream().map(ToolJobPageTest::words).toList();
    }

    private void assertAgreesWithRow(Job job) {
        org.jobrunr.jobs.Job page = page(job);
        org.jobrunr.jobs.Job row = queue.database
                .jdbi()
                .withHandle(handle -> handle.createQuery("SELECT jobAsJson FROM jobrunr_tool_jobs WHERE id = :id")
                        .bind("id", job.id().toString())
                        .mapTo(String.class)
                        .map(new JobMapper(queue.storage.json())::deserializeJob)
                        .one());
        assertEquals(row.getState(), page.getState());
        assertEquals(row.getJobState().getCreatedAt(), page.getJobState().getCreatedAt());
        assertEquals(row.getVersion(), page.getVersion());
        assertEquals(row.getJobName(), page.getJobName());
        assertEquals(row.getJobSignature(), page.getJobSignature());
        assertEquals(row.getLabels(), page.getLabels());
        assertEquals(row.getJobDetails().getCacheable(), page.getJobDetails().getCacheable());
    }

    private static String words(JobState state) {
        if (state instanceof ScheduledState scheduled) {
            return scheduled.getReason() == null ? "scheduled" : "scheduled: " + scheduled.getReason();
        }
        if (state instanceof ProcessingState processing) {
            return "processing on " + processing.getServerName();
        }
        if (state instanceof FailedState failed) {
            return "failed: " + failed.getExceptionType() + ", " + failed.getMessage() + " " + failed.getStackTrace();
        }
        if (state instanceof DeletedState deleted) {
            return "deleted: " + deleted.getReason();
        }
        return state instanceof EnqueuedState ? "enqueued" : state instanceof SucceededState ? "succeeded" : "?";
    }

    private Job claimedWhenDue() {
        queue.execute("UPDATE job SET run_at = now() WHERE state = 'SCHEDULED'");
        queue.due.enqueue(1);
        return queue.claim(queue.worker());
    }

    @Test
    void everyAttempt_isTold() {
        Job job = queue.submit(TestQueue.request("default", Priority.NORMAL, new Start.After(Duration.ofHours(1)), 3));
        assertEquals(List.of("scheduled"), history(job));
        assertEquals(job.runAt(), page(job).<ScheduledState>getJobState().getScheduledAt());

        UUID first = claimedWhenDue().worker();
        Job retried = queue.finish(queue.reader.get(job.id()), TestQueue.failed(Duration.ofHours(1)));
        assertEquals(retried.runAt(), page(job).<ScheduledState>getJobState().getScheduledAt());
        queue.finish(claimedWhenDue(), TestQueue.ended(AttemptState.LOST));
        queue.finish(queue.claim(queue.worker()), TestQueue.ended(AttemptState.RELEASED));
        Job ended = queue.finish(queue.claim(queue.worker()), TestQueue.succeeded(null));

        assertEquals(
                List.of(
                        "scheduled",
                        "enqueued",
                        "processing on worker",
                        "failed: EXIT_CODE, The tool exited with code 75. Attempt 1, exit code 75",
                        "scheduled: Retry after attempt 1, EXIT_CODE",
                        "enqueued",
                        "processing on worker",
                        "failed: LOST, Its worker disappeared. That counts as no failure. Attempt 2",
                        "enqueued",
                        "processing on worker",
                        "failed: RELEASED, Its worker shut down and gave it back. That counts as no failure. Attempt 3",
                        "enqueued",
                        "processing on worker",
                        "succeeded"),
                history(job));
        assertEquals(job.createdAt(), page(job).getCreatedAt());
        assertEquals(ended.finishedAt(), page(job).getUpdatedAt());
        assertEquals(first, page(job).getJobState(2) instanceof ProcessingState state ? state.getServerId() : null);
    }

    @Test
    void lastFailure_isToldOnce() {
        Job job = queue.finish(queue.running(), TestQueue.failed(null));

        assertEquals(
                List.of(
                        "enqueued",
                        "processing on worker",
                        "failed: EXIT_CODE, The tool exited with code 75. Attempt 1, exit code 75"),
                history(job));
    }

    @Test
    void thirdLoss_isTheEnd() {
        Job job = queue.running();
        for (int loss = 1; loss < 3; loss++) {
            queue.finish(job, TestQueue.ended(AttemptState.LOST));
            job = queue.claim(queue.worker());
        }
        queue.finish(job, TestQueue.ended(AttemptState.LOST));

        List<String> history = history(job);
        assertEquals(
                2,
                Stream.of(history)
                        .flatMap(List::stream)
                        .filter(state -> state.startsWith("failed: LOST"))
                        .count());
        assertTrue(history.get(history.size() - 1).startsWith("failed: WORKER_LOST, "), history::toString);
    }

    @Test
    void cancel_saysWhoAskedForIt() {
        Job waiting = queue.submit();
        queue.cancellations.one(waiting.id(), "test");
        Job running = queue.running();
        queue.cancellations.one(running.id(), "test");
        queue.finish(running, TestQueue.cancelled());

        assertEquals(List.of("enqueued", "deleted: Cancelled before it started. By request test."), history(waiting));
        assertEquals(
                List.of("enqueued", "processing on worker", "deleted: Cancelled on request. By request test."),
                history(running));
    }

    @Test
    void newestAttempts_areTheOnesShown() {
        Job job = queue.running();
        queue.execute("""
                INSERT INTO attempt (job_id, number, worker_id, state, started_at, finished_at)
                SELECT id, number, worker_id, 'RELEASED', created_at, created_at FROM job CROSS JOIN generate_series(1, 99) AS number
                """);
        queue.execute("UPDATE job SET attempt = 100");

        List<JobState> states = page(job).getJobStates();
        assertEquals(1 + 2 * AttemptStore.SHOWN - 1, states.size());
        assertEquals("enqueued", words(states.get(0)));
        assertEquals(
                queue.reader.get(job.id()).startedAt(),
                states.get(states.size() - 1).getCreatedAt());
    }

    @Test
    void jobWithoutEvents_hasAStateAllTheSame() {
        Job job = queue.submit();
        queue.execute("DELETE FROM job_event");

        assertEquals(List.of("enqueued"), history(job));
    }
}
