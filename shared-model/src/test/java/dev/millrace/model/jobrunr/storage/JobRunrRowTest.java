package dev.millrace.model.jobrunr.storage;

import static org.jobrunr.jobs.states.StateName.DELETED;
import static org.jobrunr.jobs.states.StateName.ENQUEUED;
import static org.jobrunr.jobs.states.StateName.FAILED;
import static org.jobrunr.jobs.states.StateName.PROCESSING;
import static org.jobrunr.jobs.states.StateName.SCHEDULED;
import static org.jobrunr.jobs.states.StateName.SUCCEEDED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.model.jobrunr.ToolJob;
import dev.millrace.model.lifecycle.TestQueue;
import java.time.Duration;
import java.util.List;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.FailedState;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.ProcessingState;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.jobs.states.SucceededState;
import org.jobrunr.utils.JobUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** JobRunr reads our rows as it would its own. */
class JobRunrRowTest {
    private final TestQueue queue = new TestQueue();

    @AfterEach
    void close() {
        queue.close();
    }

    /** As a list has it. */
    private org.jobrunr.jobs.Job row(Job job) {
        return queue.database
                .jdbi()
                .withHandle(handle -> handle.createQuery("SELECT jobAsJson FROM jobrunr_tool_jobs WHERE id = :id")
                        .bind("id", job.id().toString())
                        .mapTo(String.class)
                        .map(new JobMapper(queue.storage.json())::deserializeJob)
                        .one());
    }

    private List<StateName> states(Job job) {
        return row(job).getJobStates().stream().map(JobState::getName).toList();
    }

    @Test
    void success_isToldFromTheStart() {
        Job job = queue.finish(queue.running(), TestQueue.succeeded("{}"));

        assertEquals(List.of(ENQUEUED, PROCESSING, SUCCEEDED), states(job));
        ProcessingState processing = row(job).getJobState(1) instanceof ProcessingState state ? state : null;
        assertEquals(job.worker(), processing.getServerId());
        assertEquals("worker", processing.getServerName());
        assertEquals(job.startedAt(), processing.getCreatedAt());
        SucceededState succeeded = row(job).getJobState(2) instanceof SucceededState state ? state : null;
        assertEquals(Duration.between(job.startedAt(), job.finishedAt()), succeeded.getProcessDuration());
        assertEquals(Duration.between(job.queuedAt(), job.startedAt()), succeeded.getLatencyDuration());
        assertEquals(job.createdAt(), row(job).getCreatedAt());
        assertEquals(job.finishedAt(), row(job).getUpdatedAt());
    }

    @Test
    void job_hasTheDetailsAndTheSignatureThatJobRunrWouldGiveIt() {
        org.jobrunr.jobs.Job row = row(queue.submit());

        JobDetails details = new JobDetails(
                ToolJob.class.getName(),
                null,
                "run",
                List.of(new JobParameter(String.class.getName(), String.class.getName(), "count", null)));
        assertEquals(details.getClassName(), row.getJobDetails().getClassName());
        assertEquals(details.getMethodName(), row.getJobDetails().getMethodName());
        assertEquals(List.of("count"), List.of(row.getJobDetails().getJobParameterValues()));
        assertTrue(row.getJobDetails().getCacheable(), "Otherwise the dashboard warns of every job");
        assertEquals(ToolJob.SIGNATURE, JobUtils.getJobSignature(details));
        assertEquals(ToolJob.SIGNATURE, row.getJobSignature());
        assertEquals("count", row.getJobName());
        assertEquals(List.of("team:docs"), row.getLabels());
        assertEquals(
                List.of(ToolJob.SIGNATURE),
                queue.database
                        .jdbi()
                        .withHandle(handle -> handle.createQuery("SELECT jobSignature FROM jobrunr_tool_jobs")
                                .mapTo(String.class)
                                .list()));
    }

    @Test
    void failure_isToldInItsOwnWords() {
        String message = "It said \"no\" \\ and went\naway ✗";
        Outcome failed = new Outcome(
                AttemptState.FAILED,
                1,
                null,
                null,
                0,
                null,
                new Failure(FailureCode.EXIT_CODE, message),
                null,
                null,
                List.of());

        Job job = queue.finish(queue.running(), failed);

        assertEquals(List.of(ENQUEUED, PROCESSING, FAILED), states(job));
        assertEquals(message, row(job).<FailedState>getJobState().getMessage());
    }

    @Test
    void retries_growNoRow() {
        Job job = queue.running();
        long length = 0;
        for (int attempt = 1; attempt < job.maxAttempts(); attempt++) {
            Job scheduled = queue.finish(job, TestQueue.failed(Duration.ofHours(1)));
            assertEquals(List.of(ENQUEUED, FAILED, SCHEDULED), states(job));
            assertEquals(
                    scheduled.runAt(), row(job).<ScheduledState>getJobState().getScheduledAt());
            queue.execute("UPDATE job SET run_at = now()");
            queue.due.enqueue(1);
            assertEquals(List.of(SCHEDULED, ENQUEUED), states(job));
            job = queue.claim(queue.worker());
            assertEquals(List.of(SCHEDULED, ENQUEUED, PROCESSING), states(job));
            assertTrue(length == 0 || length == bytes(), "The row has grown");
            length = bytes();
        }
    }

    private int bytes() {
        return queue.database
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT length(regexp_replace(jobAsJson, '[0-9a-f]', '', 'g')) FROM jobrunr_tool_jobs")
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void cancel_isADeletion() {
        Job queued = queue.submit();
        Job scheduled =
                queue.submit(TestQueue.request("default", Priority.NORMAL, new Start.After(Duration.ofHours(1)), 1));

        queue.cancellations.one(queued.id(), "test");
        queue.cancellations.one(scheduled.id(), "test");

        assertEquals(List.of(ENQUEUED, DELETED), states(queued));
        assertEquals(List.of(SCHEDULED, DELETED), states(scheduled));
    }

    @Test
    void lostWorker_leavesTheJobEnqueued() {
        Job job = queue.finish(queue.running(), TestQueue.ended(AttemptState.LOST));

        assertEquals(List.of(ENQUEUED), states(job));
    }

    @Test
    void releasesOneAfterAnother_leaveTheJobScheduled() {
        Job job = queue.running();
        for (int release = 1; release < 4; release++) {
            queue.finish(job, TestQueue.ended(AttemptState.RELEASED));
            job = queue.claim(queue.worker());
        }
        queue.finish(job, TestQueue.ended(AttemptState.RELEASED));

        assertEquals(List.of(ENQUEUED, SCHEDULED), states(job));
        assertEquals("Attempt cut short", row(job).<ScheduledState>getJobState().getReason());
    }

    @Test
    void version_growsWithEachChange() {
        Job job = queue.submit();
        int queued = row(job).getVersion();
        queue.claim(queue.worker());
        int running = row(job).getVersion();
        Job released = queue.finish(queue.reader.get(job.id()), TestQueue.ended(AttemptState.RELEASED));
        int queuedAgain = row(job).getVersion();
        queue.finish(queue.claim(queue.worker()), TestQueue.succeeded(null));

        assertEquals(job.id(), released.id());
        assertTrue(queued < running && running < queuedAgain && queuedAgain < row(job).getVersion());
    }
}
