package dev.millrace.worker.queue;

import dev.millrace.worker.runtime.StartBackoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that run what is in the slots. A thread whose job has ended goes on with the next that waits. */
final class SlotThreads implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SlotThreads.class);

    private final Slots slots;
    private final ExecutorService threads;
    private final StartBackoff startBackoff;

    SlotThreads(Slots slots, ExecutorService threads, StartBackoff startBackoff) {
        this.slots = slots;
        this.threads = threads;
        this.startBackoff = startBackoff;
    }

    /** Runs an attempt, which has a slot; when there is no thread for it, its slot is free again and this is false. */
    boolean begin(Claimed job) {
        return began(() -> runAll(List.of(job)));
    }

    /** Runs a job of another program in a slot that is free. What cannot be begun JobRunr finds as an orphan. */
    void beginOther(Runnable other) {
        slots.occupy();
        boolean unused = began(() -> runAll(runOther(other)));
    }

    private boolean began(Runnable run) {
        try {
            threads.execute(run);
            return true;
        } catch (RuntimeException | Error none) {
            startBackoff.failed(none);
            slots.notBegun();
            return false;
        }
    }

    private List<Claimed> runOther(Runnable other) {
        List<Claimed> next;
        try {
            other.run();
        } finally {
            next = slots.otherEnded();
        }
        return next;
    }

    private void runAll(List<Claimed> first) {
        List<Claimed> next = first;
        while (!next.isEmpty()) {
            Claimed one = next.get(0);
            long began = System.nanoTime();
            try {
                one.perform();
            } catch (RuntimeException | Error broken) {
                log.error(
                        "Attempt {} of job {} was lost",
                        one.job().attempt(),
                        one.job().id(),
                        broken);
                one.settled();
            } finally {
                next = slots.ended(Duration.ofNanos(System.nanoTime() - began));
            }
        }
    }

    /** What runs goes on. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
