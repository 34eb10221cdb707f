package dev.millrace.worker.queue;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.job.Job;
import dev.millrace.worker.TestJobs;
import dev.millrace.worker.runtime.StartBackoff;
import dev.millrace.worker.runtime.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;

/** A dispatcher with slots, and a queue that a test fills; what runs does what the test says. */
abstract class DispatcherFixture {
    static final Duration LONG = Duration.ofSeconds(60);

    final Queue<Job> waiting = new ConcurrentLinkedQueue<>();
    final Queue<Runnable> others = new ConcurrentLinkedQueue<>();
    final Queue<UUID> executed = new ConcurrentLinkedQueue<>();
    final Queue<Integer> asked = new ConcurrentLinkedQueue<>();
    final Lease lease = new Lease(Duration.ofHours(1), new TestWatchdog());
    final RunningAttempts running = new RunningAttempts(lease);
    final StartBackoff startBackoff = new StartBackoff();
    final Queue<Stop> stops = new ConcurrentLinkedQueue<>();
    final Queue<Job> givenBack = new ConcurrentLinkedQueue<>();
    final CountDownLatch goOn = new CountDownLatch(1);
    final AtomicInteger missingThreads = new AtomicInteger();
    Dispatcher dispatcher;

    @AfterEach
    void close() {
        goOn.countDown();
        dispatcher.close();
    }

    void start(int slots, IntFunction<List<Job>> claim, boolean blocking) {
        start(slots, claim, job -> execute(job, blocking), Runnable::run);
    }

    void start(int slots, IntFunction<List<Job>> claim, Consumer<Job> run, Consumer<Runnable> settle) {
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

    void execute(Job job, boolean blocking) {
        if (blocking) {
            await(goOn);
        }
        executed.add(job.id());
    }

    List<Job> claim(int limit) {
        asked.add(limit);
        List<Job> claimed = new ArrayList<>();
        while (claimed.size() < limit && !waiting.isEmpty()) {
            claimed.add(waiting.remove());
        }
        return claimed;
    }

    static void await(CountDownLatch latch) {
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

    void addJobs(int count) {
        for (int i = 0; i < count; i++) {
            waiting.add(TestJobs.running());
        }
    }
}
