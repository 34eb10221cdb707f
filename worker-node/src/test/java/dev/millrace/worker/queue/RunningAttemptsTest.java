package dev.millrace.worker.queue;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.job.Job;
import dev.millrace.worker.TestJobs;
import dev.millrace.worker.runtime.Stop;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunningAttemptsTest {
    private final RunningAttempts running = new RunningAttempts(new Lease(Heartbeat.LEASE, new TestWatchdog()));
    private final Job first = TestJobs.running();
    private final Job second = TestJobs.running();

    @Test
    void stop_reachesTheAttemptOfThatJobOnly() {
        Stop one = running.add(first, 0);
        Stop other = running.add(second, 0);

        running.stop(first.id(), StopReason.CANCEL);
        running.stop(UUID.randomUUID(), StopReason.CANCEL);

        assertEquals(Optional.of(StopReason.CANCEL), one.reason());
        assertEquals(Optional.empty(), other.reason());
    }

    @Test
    void stopAll_reachesEveryAttempt_andTheFirstReasonStays() {
        Stop one = running.add(first, 0);
        Stop other = running.add(second, 0);
        running.stop(first.id(), StopReason.CANCEL);

        running.stopAll(StopReason.DRAIN);

        assertEquals(Optional.of(StopReason.CANCEL), one.reason());
        assertEquals(Optional.of(StopReason.DRAIN), other.reason());
    }

    @Test
    void unknownJob_isGivenBackOnlyAfterAWhile() {
        running.add(first, 0);
        List<UUID> recorded = List.of(first.id(), second.id());
        assertEquals(Set.of(), running.unknownForLong(recorded));

        Set<UUID> unknown = eventually(
                "it was unknown for long", () -> running.unknownForLong(recorded), found -> !found.isEmpty());

        assertEquals(Set.of(second.id()), unknown);
        // Recorded elsewhere meanwhile: the time begins again.
        assertEquals(Set.of(), running.unknownForLong(List.of()));
        assertEquals(Set.of(), running.unknownForLong(recorded));
    }
}
