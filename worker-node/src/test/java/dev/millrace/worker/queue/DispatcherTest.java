package dev.millrace.worker.queue;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.AttemptState;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.job.StopReason;
import dev.millrace.worker.TestJobs;
import dev.millrace.worker.runtime.StartBackoff;
import dev.millrace.worker.runtime.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DispatcherTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Queue<Job> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> others = new ConcurrentLinkedQueue<>();
    private final Queue<UUID> executed = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> asked = new ConcurrentLinkedQueue<>();
    private final Lease lease = new Lease(Duration.ofHours(1), new TestWatch());
    private final RunningAttempts running = new RunningAttempts(lease);
    private final StartBackoff startBackoff = new StartBackoff();
    private final Queue<Stop> stops = new ConcurrentLinkedQueue<>();
    private final Queue<Job> givenBack = new ConcurrentLinkedQueue<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger missingThreads = new AtomicInteger();
    private Dispatcher dispatcher;

    @AfterEach
    void close() {
        goOn.countDown();
        dispatcher.close();
    }

    private void start(int slots, IntFunction<List<Job>> claim, boolean blocking) {
        start(slots, claim, job -> execute(job, blocking), Runnable::run);
    }

    private void start(int slots, IntFunction<List<Job>> claim, Consumer<Job> run, Consumer<Runnable> settle) {
        Attempts attempts = new Attempts() {
            @Override
            public void run(Job job, Stop stop, Consumer<Outcome> ended) {
                stops.add(stop);
                run.accept(job);
                ended.accept(Outcome.without(AttemptState.SUCCEEDED, null));
            }

            @Override
            public void record(Job job, Outcome outcome, Runnable settled) {
                settle.accept(settled);
            }

            @Override
            public void giveBack(Job job, Runnable settled) {
                givenBack.add(job);
                settled.run();
            }
        };
        dispatcher = new Dispatcher(
                slots,
                running,
                engine(slots, claim, attempts),
                attempts,
                startBackoff,
                Executors.newCachedThreadPool(this::threadUnlessMissing));
        dispatcher.start();
    }

    /** Performs what is claimed on the spot. */
    Engine engine(int slots, IntFunction<List<Job>> claim, Attempts attempts) {
        return (limit, free, arrival) -> {
            arrival.apply(claim.apply(limit))
                    .forEach(one -> one.performBy(() -> attempts.run(
                            one.job(), one.stop(), outcome -> attempts.record(one.job(), outcome, one::settled))));
            return others(free);
        };
    }

    private List<Runnable> others(int free) {
        List<Runnable> fetched = new ArrayList<>();
        while (fetched.size() < free && !others.isEmpty()) {
            fetched.add(others.remove());
        }
        return fetched;
    }

    private Thread threadUnlessMissing(Runnable task) {
        if (missingThreads.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
            throw new OutOfMemoryError("unable to create native thread: possibly out of memory or process/resource");
        }
        return new Thread(task, "attempt");
    }

    private void execute(Job job, boolean blocking) {
        if (blocking) {
            await(goOn);
        }
        executed.add(job.id());
    }

    private List<Job> claim(int limit) {
        asked.add(limit);
        List<Job> claimed = new ArrayList<>();
        while (claimed.size() < limit && !waiting.isEmpty()) {
            claimed.add(waiting.remove());
        }
        return claimed;
    }

    private static void await(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void addJobs(int count) {
        for (int i = 0; i < count; i++) {
            waiting.add(TestJobs.running());
        }
    }

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
    void outcomeThatIsNotRecordedYet_holdsNoSlot_untilThereAreMany() {
        int most = 2 * (Slots.AHEAD + Slots.IN_HAND);
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
        assertTrue(asked.stream().anyMatch(limit -> limit >= Slots.AHEAD), asked::toString);
        assertTrue(asked.stream().allMatch(limit -> limit <= 1 + Slots.AHEAD), asked::toString);
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

    private void runOther() {
        await(goOn);
        executed.add(UUID.randomUUID());
    }

    @Test
    void jobsOfOtherPrograms_takeTheSlotsThatToolsLeave_andNoMore() {
        addJobs(1);
        for (int i = 0; i < 5; i++) {
            others.add(this::runOther);
        }
        start(3, this::claim, true);
        eventually("the tool's job runs", () -> running.count() == 1);
        assertEquals(5, others.size(), "nobody has said that they wait");

        dispatcher.wakeForOthers();
        eventually("two more slots are taken", () -> others.size() == 3);

        addJobs(1);
        dispatcher.wake();
        assertEquals(1, running.count());
        goOn.countDown();
        eventually("all have run", () -> executed.size() == 7);
    }

    @Test
    void jobOfAnotherProgram_withoutAThread_leavesItsSlotFree() {
        missingThreads.set(1);
        others.add(this::runOther);
        goOn.countDown();
        start(1, this::claim, false);
        dispatcher.wakeForOthers();
        eventually("it could not be begun", () -> !startBackoff.mayTryNow());

        addJobs(1);
        eventually("the slot is taken", () -> {
            dispatcher.wake();
            return executed.size() == 1;
        });
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
