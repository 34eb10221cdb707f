package dev.millrace.model.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jobrunr.jobs.states.StateName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** JobRunr's rows that somebody has changed by hand: they are mended with the job's next change, and hold no job up. */
class OutOfStepTest {
    private final TestQueue queue = new TestQueue();
    private final UUID worker = queue.worker();

    @AfterEach
    void close() {
        queue.close();
    }

    private void deleteRow(Job job) {
        queue.execute("DELETE FROM jobrunr_jobs WHERE id = ?", job.id().toString());
    }

    @Test
    void queuedJobWithoutRow_runsAndHoldsUpNoOther() {
        Job first = queue.submit();
        Job second = queue.submit();
        deleteRow(first);

        List<Job> claimed = queue.work.claim(worker, List.of(), 2);

        assertEquals(
                List.of(first.id(), second.id()), claimed.stream().map(Job::id).toList());
        queue.work.showRunning(worker, Duration.ZERO);
        assertEquals(StateName.PROCESSING, queue.row(first));
    }

    @Test
    void runningJobWithoutRow_ends() {
        Job job = queue.running();
        deleteRow(job);

        assertEquals(
                JobState.SUCCEEDED, queue.finish(job, TestQueue.succeeded(null)).state());
        assertEquals(StateName.SUCCEEDED, queue.row(job));
    }

    @Test
    void waitingJobsWithoutRows_areCancelled() {
        Job queued = queue.submit();
        Job scheduled = queue.submit(scheduled());
        deleteRow(queued);
        deleteRow(scheduled);

        queue.jobs.cancel(queued.id(), "test");
        queue.jobs.cancel(scheduled.id(), "test");

        assertEquals(StateName.DELETED, queue.row(queued));
        assertEquals(StateName.DELETED, queue.row(scheduled));
    }

    @Test
    void rowInAnotherState_isMadeAnew() {
        Job other = queue.running();
        queue.finish(other, TestQueue.succeeded(null));
        Job job = queue.submit();
        queue.execute(
                "UPDATE jobrunr_jobs SET jobAsJson = (SELECT jobAsJson FROM jobrunr_jobs WHERE id = ?) WHERE id = ?",
                other.id().toString(),
                job.id().toString());

        Job claimed = queue.claim(worker);

        assertEquals(job.id(), claimed.id());
        queue.work.showRunning(worker, Duration.ZERO);
        assertEquals(StateName.PROCESSING, queue.row(job));
        assertEquals(job.id(), queue.storage.getJobById(job.id()).getId());
    }

    @Test
    void unreadableRow_isMadeAnew() {
        Job job = queue.submit();
        queue.execute("UPDATE jobrunr_jobs SET jobAsJson = 'nonsense'");

        assertEquals(job.id(), queue.claim(worker).id());
        queue.work.showRunning(worker, Duration.ZERO);
        assertEquals(StateName.PROCESSING, queue.row(job));
    }

    @Test
    void dueJobWithoutRow_isQueued() {
        Job job = queue.submit(scheduled());
        deleteRow(job);
        queue.execute("UPDATE job SET run_at = now(), created_at = now() - interval '1 second'");

        assertEquals(1, queue.work.enqueueDue(10));
        assertEquals(StateName.ENQUEUED, queue.row(job));
        assertEquals(2, queue.storage.getJobById(job.id()).getJobStates().size());
    }

    private static NewJob scheduled() {
        return TestQueue.request("default", Priority.NORMAL, new Start.After(Duration.ofHours(1)), 1);
    }
}
