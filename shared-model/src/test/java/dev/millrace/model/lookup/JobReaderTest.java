package dev.millrace.model.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.attempt.Attempt;
import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobWithAttempts;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.Priority;
import dev.millrace.model.lifecycle.TestQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobReaderTest {
    private final TestQueue queue = new TestQueue();

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void parameters_comeBackAsTheyWereSent() {
        String parameters = "{\"b\": 1, \"a\": 12345678901234567890.10, \"text\": \"ä😀\"}";

        Job job = queue.submit(new NewJob(
                "copy",
                1,
                parameters,
                "default",
                Priority.NORMAL,
                NewJob.Start.NOW,
                Duration.ofMinutes(5),
                3,
                Map.of(),
                null,
                null,
                "somebody"));

        assertEquals(parameters, queue.reader.get(job.id()).parameters());
        assertEquals("somebody", queue.reader.get(job.id()).submittedBy());
    }

    @Test
    void attempts_comeWithTheirJob() {
        Job failed = queue.finish(queue.running(), TestQueue.failed(Duration.ZERO));
        queue.due.enqueue(1);
        Job running = queue.claim(queue.worker());

        JobWithAttempts read = queue.reader.withAttempts(failed.id());

        assertEquals(queue.reader.get(failed.id()), read.job());
        assertEquals(
                List.of(AttemptState.FAILED, AttemptState.RUNNING),
                read.attempts().stream().map(Attempt::state).toList());
        Attempt first = read.attempts().get(0);
        assertEquals(failed.startedAt(), first.startedAt());
        assertEquals(new Failure(FailureCode.EXIT_CODE, "The tool exited with code 75."), first.failure());
        assertEquals(75, first.exitCode());
        assertEquals(0, first.survivors());
        Attempt second = read.attempts().get(1);
        assertEquals(
                new Attempt(
                        2,
                        AttemptState.RUNNING,
                        running.worker(),
                        "host",
                        running.startedAt(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null),
                second);
    }

    @Test
    void jobThatWasNeverTried_hasNoAttempts() {
        assertEquals(List.of(), queue.reader.withAttempts(queue.submit().id()).attempts());
    }

    @Test
    void get_refusesWhatThereIsNot() {
        MillraceException refused = assertThrows(MillraceException.class, () -> queue.reader.get(UUID.randomUUID()));

        assertEquals(ErrorCode.NOT_FOUND, refused.code());
        refused = assertThrows(MillraceException.class, () -> queue.reader.withAttempts(UUID.randomUUID()));
        assertEquals(ErrorCode.NOT_FOUND, refused.code());
    }
}
