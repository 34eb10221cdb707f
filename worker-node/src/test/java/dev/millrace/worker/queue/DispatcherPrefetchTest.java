package dev.millrace.worker.queue;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.Job;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that are claimed before there is a slot for them. */
@Timeout(120)
class DispatcherPrefetchTest extends DispatcherFixture {
    @Test
    void outcomeThatIsNotRecordedYet_holdsNoSlot_untilThereAreMany() {
        int most = 2 * (Slots.PREFETCHED + Slots.IN_FLIGHT);
        addJobs(most + 10);
        Queue<Runnable> unrecorded = new ConcurrentLinkedQueue<>();
        start(2, this::claim, job -> executed.add(job.id()), unrecorded::add);

        eventually("many for each slot have run", () -> executed.size() == most);
        assertEquals(most, running.count());

        eventually("all have run", () -> {
            for (Runnable settled = unrecorded.poll(); settled != null; settled = unrecorded.poll()) {
                settled.run();
            }
            return executed.size() == most + 10;
        });
    }

    @Test
    void whileAttemptsAreShort_jobsAreFetchedAhead_andRunInTheirOrder() {
        addJobs(40);
        List<UUID> inOrder = waiting.stream().map(Job::id).toList();
        start(1, this::claim, job -> executed.add(job.id()), Runnable::run);

        eventually("all have run", () -> executed.size() == 40);

        assertEquals(inOrder, List.copyOf(executed));
        assertTrue(asked.stream().anyMatch(limit -> limit >= Slots.PREFETCHED), asked::toString);
        assertTrue(asked.stream().allMatch(limit -> limit <= 1 + Slots.PREFETCHED), asked::toString);
    }

    @Test
    void slotThatBlocks_letsWhatWaitsForItBeGivenBack() {
        addJobs(40);
        start(1, this::claim, job -> execute(job, executed.size() == 20), Runnable::run);

        eventually("what was claimed ahead is given back", () -> !givenBack.isEmpty() && running.count() == 1);
        assertEquals(20, executed.size());
        assertEquals(40, executed.size() + 1 + givenBack.size() + waiting.size());

        waiting.clear();
        goOn.countDown();
        eventually("it has run", () -> executed.size() == 21);
    }

    @Test
    void stopAccepting_givesBackWhatIsNotBegun() throws Exception {
        addJobs(40);
        start(1, this::claim, job -> execute(job, executed.size() == 20), Runnable::run);
        eventually("one blocks", () -> executed.size() == 20 && running.count() > 0);

        dispatcher.stopAccepting();

        eventually("only that is left", () -> running.count() == 1);
        goOn.countDown();
        assertTrue(dispatcher.awaitIdle(LONG));
        assertEquals(21, executed.size());
        assertEquals(40, executed.size() + givenBack.size() + waiting.size());
    }
}
