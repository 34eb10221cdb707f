package dev.millrace.model.lifecycle.recover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.JobState;
import dev.millrace.model.lifecycle.TestQueue;
import dev.millrace.model.worker.WorkerState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jobrunr.jobs.states.StateName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LostWorkerTest {
    private final TestQueue queue = new TestQueue();

    @AfterEach
    void close() {
        queue.close();
    }

    private Job lose(Job running) {
        queue.workers.changeState(running.worker(), WorkerState.LOST);
        List<JobEvent> recovered = queue.recovery.recoverAbandoned(100);
        assertEquals(
                List.of(running.id()), recovered.stream().map(JobEvent::jobId).toList());
        return queue.reader.get(running.id());
    }

    @Test
    void jobOfALostWorker_isQueuedAgainAndCountsNoFailure() {
        Job queued = lose(queue.running());

        assertEquals(JobState.QUEUED, queued.state());
        assertEquals(0, queued.failures());
        assertEquals(null, queued.worker());
        assertEquals(null, queued.failure());
        assertEquals(StateName.ENQUEUED, queue.row(queued));
        assertEquals(
                AttemptState.LOST,
                queue.reader.withAttempts(queued.id()).attempts().get(0).state());
        assertEquals(2, queue.updates.wakes.get());
    }

    @ParameterizedTest
    @EnumSource(
            value = WorkerState.class,
            names = {"RUNNING", "DRAINING"})
    void jobOfALivingWorker_staysWithIt(WorkerState state) {
        Job running = queue.running();
        queue.workers.changeState(running.worker(), state);

        assertEquals(List.of(), queue.recovery.recoverAbandoned(100));
    }

    @Test
    void thirdLoss_failsTheJob() {
        Job first = queue.running();
        lose(first);
        lose(queue.claim(queue.worker()));
        Job failed = lose(queue.claim(queue.worker()));

        assertEquals(JobState.FAILED, failed.state());
        assertEquals(FailureCode.WORKER_LOST, failed.failure().code());
        assertEquals(StateName.FAILED, queue.row(failed));
        assertEquals(0, failed.failures());
    }

    @Test
    void releasesBetweenLosses_areNoLosses() {
        lose(queue.running());
        lose(queue.claim(queue.worker()));

        queue.finish(queue.claim(queue.worker()), TestQueue.ended(AttemptState.RELEASED));

        assertEquals(JobState.RUNNING, queue.claim(queue.worker()).state());
    }

    @Test
    void cancelThatWasAsked_isCarriedOutWhenTheWorkerIsLost() {
        Job running = queue.running();
        queue.cancellations.one(running.id(), "test");

        Job cancelled = lose(running);

        assertEquals(JobState.CANCELLED, cancelled.state());
        assertEquals(FailureCode.CANCELLED, cancelled.failure().code());
        assertEquals(StateName.DELETED, queue.row(cancelled));
        assertEquals(
                List.of(EventType.QUEUED, EventType.RUNNING, EventType.CANCEL_REQUESTED, EventType.CANCELLED),
                queue.eventTypes(cancelled));
    }

    @Test
    void lostWorkersOwnOutcome_comesTooLate() {
        Job running = queue.running();
        lose(running);
        String before = queue.record();

        assertEquals(Optional.empty(), queue.completions.finish(running, TestQueue.succeeded("{}")));
        assertEquals(before, queue.record());
    }

    @Test
    void giveBack_isForTheWorkerThatHasTheJob() {
        Job running = queue.running();
        String before = queue.record();

        queue.recovery.recoverUnknown(running.id(), UUID.randomUUID());
        assertEquals(before, queue.record());

        queue.recovery.recoverUnknown(running.id(), running.worker());
        Job queued = queue.reader.get(running.id());
        assertEquals(JobState.QUEUED, queued.state());
        assertEquals(StateName.ENQUEUED, queue.row(queued));
        assertEquals(
                AttemptState.LOST,
                queue.reader.withAttempts(queued.id()).attempts().get(0).state());
    }

    @Test
    void recover_takesNoMoreThanItsLimit() {
        UUID worker = queue.worker();
        for (int i = 0; i < 3; i++) {
            queue.submit();
        }
        queue.claims.claim(worker, List.of(), 3);
        queue.workers.changeState(worker, WorkerState.STOPPED);

        assertEquals(2, queue.recovery.recoverAbandoned(2).size());
        assertEquals(1, queue.recovery.recoverAbandoned(2).size());
        assertEquals(0, queue.recovery.recoverAbandoned(2).size());
    }
}
