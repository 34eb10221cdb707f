package dev.millrace.worker.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.Priority;
import dev.millrace.worker.TestJobs;
import dev.millrace.worker.runtime.Stop;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Time stands still for what waits, unless a test says otherwise. */
@Timeout(120)
class SlotsTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofMillis(21);
    private static final long IN_AN_HOUR =
            System.nanoTime() + Duration.ofHours(1).toNanos();

    /** Nothing waits for it. */
    private static final Duration LIMIT = Duration.ofHours(1);

    private final Slots slots = new Slots(2);

    private static List<Claimed> jobs(int count) {
        return Stream.generate(TestJobs::running)
                .limit(count)
                .map(job -> new Claimed(job, new Stop(), IN_AN_HOUR, settled -> {}))
                .toList();
    }

    /** As long as it takes to fetch ahead; both slots are free afterwards. */
    private void runShortOnes() throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            assertEquals(2, slots.next(LIMIT).claim());
            assertEquals(2, slots.add(jobs(2), true).size());
            for (int slot = 0; slot < 2; slot++) {
                assertEquals(List.of(), slots.ended(SHORT));
                slots.settled();
            }
        }
    }

    @Test
    void afterShortRuns_asMuchIsClaimedAsIsToWait() throws Exception {
        runShortOnes();

        assertEquals(2 + 2 * Slots.PREFETCHED, slots.next(LIMIT).claim());
        List<Claimed> claimed = jobs(8);
        assertEquals(claimed.subList(0, 2), slots.add(claimed, true));

        for (int i = 2; i < 6; i++) {
            assertEquals(claimed.subList(i, i + 1), slots.ended(SHORT));
            assertFalse(slots.awaitIdle(Duration.ZERO));
        }
        assertEquals(claimed.subList(6, 7), slots.ended(SHORT));
        assertEquals(2 * Slots.PREFETCHED - 1, slots.next(LIMIT).claim(), "as soon as fewer wait than there are slots");
    }

    @Test
    void oneLongRun_endsIt() throws Exception {
        runShortOnes();
        slots.add(jobs(1), true);
        slots.ended(LONG);

        assertEquals(2, slots.next(LIMIT).claim());
    }

    @Test
    void somethingMoreUrgent_comesFirst() throws Exception {
        runShortOnes();
        slots.next(LIMIT);
        List<Claimed> claimed = jobs(5);
        slots.add(claimed, false);

        slots.wake(Priority.NORMAL);
        assertEquals(claimed.subList(2, 3), slots.ended(SHORT), "what is as urgent does not");

        slots.wake(Priority.HIGH);
        assertEquals(List.of(), slots.ended(SHORT));
        assertEquals(claimed.subList(3, 5), slots.next(LIMIT).giveBack());
        assertEquals(1, slots.next(LIMIT).claim(), "and for a while nothing is fetched ahead");
    }

    @Test
    void whatHasWaitedForLong_isGivenBack() throws Exception {
        runShortOnes();
        slots.next(LIMIT);
        Job job = TestJobs.running();
        Claimed old = new Claimed(
                job, new Stop(), System.nanoTime() - Duration.ofMillis(101).toNanos(), settled -> {});
        slots.add(jobs(2), true);
        slots.add(List.of(old), true);

        assertEquals(List.of(old), slots.next(LIMIT).giveBack());
    }

    @Test
    void outcomesThatAreNotRecorded_boundWhatIsClaimed() throws Exception {
        for (int i = 0; i < Slots.IN_FLIGHT; i++) {
            assertEquals(2, slots.next(LIMIT).claim());
            slots.add(jobs(2), true);
            slots.ended(LONG);
            slots.ended(LONG);
        }
        slots.settled();

        assertEquals(1, slots.next(LIMIT).claim());
    }

    @Test
    void closed_itGivesBackWhatWaits_andThenNothingIsDone() throws Exception {
        runShortOnes();
        slots.next(LIMIT);
        List<Claimed> claimed = jobs(4);
        slots.add(claimed, true);

        slots.close();

        assertEquals(List.of(), slots.ended(SHORT), "nothing more begins");
        assertEquals(claimed.subList(2, 4), slots.next(LIMIT).giveBack());
        Slots.Turn last = slots.next(LIMIT);
        assertEquals(List.of(), last.giveBack());
        assertEquals(0, last.claim());
        slots.ended(SHORT);
        for (int i = 0; i < 4; i++) {
            assertFalse(slots.awaitIdle(Duration.ZERO));
            slots.settled();
        }
        assertTrue(slots.awaitIdle(Duration.ZERO));
    }
}
