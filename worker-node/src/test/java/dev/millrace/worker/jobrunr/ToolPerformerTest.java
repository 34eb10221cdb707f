package dev.millrace.worker.jobrunr;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.job.Job;
import dev.millrace.worker.TestJobs;
import dev.millrace.worker.TestQueue;
import dev.millrace.worker.jobrunr.Orders.Order;
import dev.millrace.worker.queue.Attempts;
import dev.millrace.worker.queue.Claimed;
import dev.millrace.worker.runtime.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jobrunr.jobs.filters.ApplyStateFilter;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A claimed job through JobRunr's steward, performer, filters and storage. */
class ToolPerformerTest {
    private final TestQueue queue = new TestQueue();
    private final Orders orders = new Orders();
    private final Programs programs = new Programs(queue.storage, JavaJobs.NONE);
    private final DispatchedSlots slots = new DispatchedSlots(1, orders, programs);
    private final Recorded attempts = new Recorded();
    private final List<StateName> seen = new ArrayList<>();
    private final List<Claimed> arrived = new ArrayList<>();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final WorkerServer server = new WorkerServer(
            new ClaimingStorage(queue.storage, orders, limit -> List.of(TestJobs.running()), attempts, programs),
            queue.storage.json(),
            BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                    .andBackgroundJobServerWorkerPolicy(slots),
            slots,
            attempts,
            queue.housekeeping());

    @BeforeEach
    void start() {
        server.setJobFilters(List.of((ApplyStateFilter) this::note));
        server.start();
        eventually("JobRunr knows it", server::isAnnounced);
        logged.start();
        root.addAppender(logged);
    }

    @AfterEach
    void close() {
        root.detachAppender(logged);
        server.stop();
        queue.close();
    }

    private void note(org.jobrunr.jobs.Job job, JobState before, JobState after) {
        seen.add(after.getName());
    }

    /** As the dispatcher does it. */
    private Claimed fetch() {
        orders.give(new Order(1, 0, jobs -> {
            jobs.forEach(job -> arrived.add(new Claimed(job, new Stop(), System.nanoTime(), settled -> {})));
            return arrived;
        }));
        server.steward().fetch();
        orders.withdraw();
        return arrived.get(0);
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED, SUCCEEDED", "FAILED, FAILED", "CANCELLED, DELETED", "RELEASED,", "LOST,"})
    void outcome_isSeenByJobRunrsFilters_andRecordedAsItIs(AttemptState state, StateName asJobRunrHasIt) {
        attempts.outcome = Outcome.without(state, null);

        fetch().perform();

        assertEquals(asJobRunrHasIt == null ? List.of() : List.of(asJobRunrHasIt), seen);
        assertEquals(List.of(attempts.outcome), attempts.recorded);
    }

    @Test
    void toolThatFails_isNoErrorOfTheWorkers() {
        attempts.outcome = new Outcome(
                AttemptState.FAILED,
                1,
                null,
                null,
                0,
                null,
                new Failure(FailureCode.EXIT_CODE, "Exited with 1"),
                Duration.ofSeconds(1),
                null,
                List.of());

        fetch().perform();

        assertEquals(
                List.of(),
                logged.list.stream()
                        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                        .toList());
    }

    @Test
    void nothingOfTheJob_staysWithTheThread() {
        attempts.outcome = Outcome.without(AttemptState.SUCCEEDED, null);

        fetch().perform();

        assertNull(MDC.get("jobrunr.jobId"));
        assertEquals(0, server.getJobSteward().getOccupiedWorkerCount());
    }

    @Test
    void pollOfJobRunrsOwn_fetchesNothing() {
        server.steward().fetch();

        assertEquals(List.of(), arrived);
    }

    private static final class Recorded implements Attempts {
        private Outcome outcome;
        private final List<Outcome> recorded = new ArrayList<>();

        @Override
        public void run(Job job, Stop stop, Consumer<Outcome> ended) {
            ended.accept(outcome);
        }

        @Override
        public void record(Job job, Outcome outcome, Runnable settled) {
            recorded.add(outcome);
        }

        @Override
        public void giveBack(Job job, Runnable settled) {
            throw new AssertionError("It was begun");
        }
    }
}
