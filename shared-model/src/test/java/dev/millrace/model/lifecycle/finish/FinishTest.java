package dev.millrace.model.lifecycle.finish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.Artifact;
import dev.millrace.model.attempt.Attempt;
import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.Progress;
import dev.millrace.model.lifecycle.TestQueue;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinishTest {
    private final TestQueue queue = new TestQueue();

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void outcome_isKeptWithResultAndArtifacts() {
        Job running = queue.running();
        Artifact artifact = new Artifact(1, "out/graph.dot", 12, "text/vnd.graphviz", "ab");
        Outcome outcome = new Outcome(
                AttemptState.SUCCEEDED, 0, "KILL", null, 2, null, null, null, "{\"pages\": 7}", List.of(artifact));

        Job finished = queue.finish(running, outcome);

        assertEquals(JobState.SUCCEEDED, finished.state());
        assertEquals(running.worker(), finished.worker());
        assertEquals(Optional.of("{\"pages\": 7}"), queue.reader.result(running.id()));
        assertEquals(List.of(artifact), queue.reader.artifacts(running.id()));
        Attempt attempt = queue.reader.withAttempts(running.id()).attempts().get(0);
        assertEquals(AttemptState.SUCCEEDED, attempt.state());
        assertEquals(0, attempt.exitCode());
        assertEquals("KILL", attempt.signal());
        assertEquals(2, attempt.survivors());
        assertEquals(finished.finishedAt(), attempt.finishedAt());
    }

    @Test
    void outcome_thatIsRefusedLeavesEverythingAsItWas() {
        Job running = queue.running();
        String before = queue.record();

        MillraceException refused =
                assertThrows(MillraceException.class, () -> queue.finish(running, TestQueue.succeeded("{not json")));

        assertEquals(ErrorCode.INTERNAL, refused.code());
        assertEquals(before, queue.record());
    }

    @ParameterizedTest
    @ValueSource(strings = {"attempt", "job_result", "artifact", "job_event"})
    void outcome_isStoredWholeOrNotAtAll(String table) {
        Job running = queue.running();
        queue.refuseWritesTo(table);
        String before = queue.record();
        Artifact artifact = new Artifact(1, "a", 1, "text/plain", "ab");
        Outcome outcome =
                new Outcome(AttemptState.SUCCEEDED, 0, null, null, 0, null, null, null, "{}", List.of(artifact));

        assertThrows(MillraceException.class, () -> queue.finish(running, outcome));

        assertEquals(before, queue.record());
    }

    @Test
    void staleAttempt_changesNothing() {
        Job first = queue.running();
        queue.finish(first, TestQueue.ended(AttemptState.RELEASED));
        Job second = queue.claim(queue.worker());
        String before = queue.record();

        assertEquals(Optional.empty(), queue.completions.finish(first, TestQueue.succeeded("{}")));
        assertEquals(
                Optional.empty(),
                queue.completions.finish(TestQueue.attempt(first, first.id(), 3), TestQueue.succeeded("{}")));
        assertFalse(queue.progress.note(first.id(), 1, new Progress(50, "half")));

        assertEquals(before, queue.record());
        assertEquals(2, second.attempt());
    }

    @Test
    void jobThatAgainAndAgainEndsItsWorker_waits() {
        Outcome drained = Outcome.without(AttemptState.RELEASED, StopReason.DRAIN);
        Job job = queue.running();
        for (int i = 0; i < 3; i++) {
            assertEquals(JobState.QUEUED, queue.finish(job, drained).state());
            job = queue.claim(queue.worker());
        }

        Job waiting = queue.finish(job, drained);

        assertEquals(JobState.SCHEDULED, waiting.state());
        assertEquals(0, waiting.failures());
    }

    @Test
    void finishedJob_isFinal() {
        Job running = queue.running();
        queue.finish(running, TestQueue.failed(null));
        String before = queue.record();

        assertEquals(Optional.empty(), queue.completions.finish(running, TestQueue.succeeded("{}")));
        assertFalse(queue.progress.note(running.id(), 1, new Progress(50, "half")));
        MillraceException refused =
                assertThrows(MillraceException.class, () -> queue.cancellations.one(running.id(), "test"));

        assertEquals(ErrorCode.CONFLICT, refused.code());
        assertEquals(before, queue.record());
    }

    @Test
    void unknownJob_isNobodys() {
        UUID unknown = UUID.randomUUID();

        assertEquals(
                Optional.empty(),
                queue.completions.finish(TestQueue.attempt(queue.running(), unknown, 1), TestQueue.succeeded(null)));
        assertFalse(queue.progress.note(unknown, 1, new Progress(1, "")));
        assertEquals(
                ErrorCode.NOT_FOUND,
                assertThrows(MillraceException.class, () -> queue.cancellations.one(unknown, "test"))
                        .code());
    }

    @Test
    void progress_isNotedAndTold() {
        Job running = queue.running();

        assertTrue(queue.progress.note(running.id(), 1, new Progress(42, "päge \"7\"")));

        Job job = queue.reader.get(running.id());
        assertEquals(new Progress(42, "päge \"7\""), job.progress());
        assertEquals(List.of(EventType.QUEUED, EventType.RUNNING, EventType.PROGRESS), queue.eventTypes(job));
        assertTrue(queue.updates.events.get(2).data().contains("\"percent\":42"));
    }

    @Test
    void progress_ofAnEarlierAttemptIsForgotten() {
        Job running = queue.running();
        queue.progress.note(running.id(), 1, new Progress(42, ""));
        queue.finish(running, TestQueue.ended(AttemptState.RELEASED));

        assertEquals(null, queue.claim(queue.worker()).progress());
    }

    @Test
    void cancelRequest_isNotedOnce() {
        Job running = queue.running();
        queue.cancellations.one(running.id(), "test");
        String before = queue.record();

        Job again = queue.cancellations.one(running.id(), "test");

        assertTrue(again.cancelRequested());
        assertEquals(before, queue.record());
        assertEquals(List.of(running.id(), running.id()), queue.updates.cancelRequests);
    }

    @Test
    void attemptsOwnEnd_countsEvenIfACancelWasAsked() {
        Job running = queue.running();
        queue.cancellations.one(running.id(), "test");

        assertEquals(
                JobState.SUCCEEDED,
                queue.finish(running, TestQueue.succeeded(null)).state());
    }
}
