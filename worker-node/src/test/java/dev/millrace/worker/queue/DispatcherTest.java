package dev.millrace.worker.queue;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.job.Job;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DispatcherTest extends DispatcherFixture {
    @Test
    void jobOfAFormerLease_isNotToBeStarted() {
        addJobs(1);
        start(
                1,
                limit -> {
                    List<Job> claimed = claim(limit);
                    lease.startOver();
                    return claimed;
                },
                false);

        eventually("it has been run", () -> executed.size() == 1);

        assertEquals(Optional.of(StopReason.LOST), stops.remove().beforeStart());
    }

    @Test
    void withoutALease_nothingIsClaimed_untilTheNextHeartbeat() {
        lease.renew(System.nanoTime() - Duration.ofHours(1).toNanos());
        addJobs(1);
        start(1, this::claim, false);
        dispatcher.wake();
        assertEquals(List.of(), List.copyOf(asked));

        lease.renew(System.nanoTime());
        dispatcher.wake();

        eventually("it has run", () -> executed.size() == 1);
    }

    @Test
    void withoutAThread_jobsAreGivenBack_andEverySlotIsFilledLaterOn() {
        addJobs(2);
        missingThreads.set(2);
        start(2, this::claim, true);

        eventually("both are given back", () -> givenBack.size() == 2 && running.isEmpty());
        assertFalse(startBackoff.mayTryNow(), "it waits before it takes the next");

        addJobs(2);
        eventually("there are threads", () -> {
            dispatcher.wake();
            return running.count() == 2;
        });
        assertEquals(2, givenBack.size());
    }

    @Test
    void attemptThatIsLost_freesItsSlot() {
        addJobs(2);
        start(
                1,
                this::claim,
                job -> {
                    executed.add(job.id());
                    throw new StackOverflowError();
                },
                Runnable::run);

        eventually("the next one runs, too", () -> executed.size() == 2 && running.isEmpty());
    }

    @Test
    void claimThatThrowsAnError_isTriedAgain() {
        addJobs(1);
        start(
                1,
                limit -> {
                    if (asked.isEmpty()) {
                        asked.add(limit);
                        throw new NoClassDefFoundError("gone");
                    }
                    return claim(limit);
                },
                false);

        eventually("it runs", () -> executed.size() == 1);
    }

    @Test
    void interruptOfAStranger_changesNothing() {
        start(1, this::claim, false);
        eventually("the queue was asked", () -> asked.size() == 1);

        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("dispatcher"))
                .forEach(Thread::interrupt);
        addJobs(1);
        dispatcher.wake();

        eventually("it runs", () -> executed.size() == 1);
    }

    @Test
    void everySlotIsFilled_andNoMore() {
        addJobs(10);
        start(3, this::claim, true);

        eventually("three run", () -> running.count() == 3);
        assertEquals(7, waiting.size());
        assertEquals(List.of(3), List.copyOf(asked));

        goOn.countDown();
        eventually("all have run", () -> executed.size() == 10);
    }

    @Test
    void emptyQueue_isAskedAgainOnlyWhenWoken() {
        start(1, this::claim, false);
        eventually("the queue was asked", () -> asked.size() == 1);

        addJobs(1);
        dispatcher.wake();

        eventually("it runs", () -> executed.size() == 1);
    }

    @Test
    void wakeDuringAClaim_isNotLost() {
        CountDownLatch claiming = new CountDownLatch(1);
        start(
                1,
                limit -> {
                    boolean first = asked.isEmpty();
                    List<Job> found = claim(limit);
                    if (first) {
                        claiming.countDown();
                        await(goOn);
                    }
                    return found;
                },
                false);
        await(claiming);

        addJobs(1);
        dispatcher.wake();
        goOn.countDown();

        eventually("it runs", () -> executed.size() == 1);
    }

    @Test
    void failedClaim_isTriedAgainWithEverySlot() {
        addJobs(4);
        start(
                4,
                limit -> {
                    if (asked.isEmpty()) {
                        asked.add(limit);
                        throw new IllegalStateException("Postgres is away");
                    }
                    return claim(limit);
                },
                true);

        eventually("all four run at once", () -> running.count() == 4);
    }

    @Test
    void stopAccepting_letsWhatRunsGoOn() throws Exception {
        addJobs(2);
        start(1, this::claim, true);
        eventually("one runs", () -> running.count() == 1);

        dispatcher.stopAccepting();
        dispatcher.wake();
        assertFalse(dispatcher.awaitIdle(Duration.ofMillis(50)));
        goOn.countDown();

        assertTrue(dispatcher.awaitIdle(LONG));
        assertEquals(1, executed.size());
        assertEquals(1, waiting.size());
    }

    @Test
    void jobClaimedWhileStopping_isStillRun() throws Exception {
        addJobs(1);
        CountDownLatch claiming = new CountDownLatch(1);
        start(
                1,
                limit -> {
                    List<Job> claimed = claim(limit);
                    claiming.countDown();
                    await(goOn);
                    return claimed;
                },
                false);
        await(claiming);

        dispatcher.stopAccepting();
        assertFalse(dispatcher.awaitIdle(Duration.ofMillis(50)));
        goOn.countDown();

        assertTrue(dispatcher.awaitIdle(LONG));
        assertEquals(1, executed.size());
    }
}
