package dev.millrace.worker.runtime;

import dev.millrace.model.config.Durations;
import dev.millrace.model.thread.GrowingPause;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this machine lets the worker start what it claims: threads and programs. Where it does not, the worker claims
 * nothing for a while, each time longer, and says so once. Thread-safe.
 */
public final class StartBackoff {
    private static final Logger log = LoggerFactory.getLogger(StartBackoff.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final GrowingPause pause = new GrowingPause(FIRST_PAUSE, LONGEST_PAUSE);
    private boolean failing;
    private long dueAt = System.nanoTime();

    /** The same runtime, whose starts are noted here. */
    public ToolRuntime noting(ToolRuntime runtime) {
        return (launch, output, stop) -> {
            try {
                Exit exit = runtime.run(launch, output, stop);
                if (exit.process() != null) {
                    succeeded();
                }
                return exit;
            } catch (RuntimeException | Error e) {
                if (ExhaustedException.is(e)) {
                    failed(e);
                }
                throw e;
            }
        };
    }

    /** Whether to try now, rather than a little later. */
    public synchronized boolean mayTryNow() {
        return System.nanoTime() - dueAt >= 0;
    }

    /** Nothing could be started. Tries that fail at the same time count as one. */
    public synchronized void failed(Throwable reason) {
        if (mayTryNow()) {
            Duration wait = pause.afterFailure();
            dueAt = System.nanoTime() + wait.toNanos();
            log.warn(
                    "This machine lets nothing be started now; jobs are given back, and none is taken for {}: {}",
                    Durations.format(wait),
                    reason.getMessage());
        }
        failing = true;
    }

    private synchronized void succeeded() {
        pause.reset();
        goOn();
    }

    private void goOn() {
        if (failing) {
            failing = false;
            log.info("This machine lets things be started again");
        }
    }

    /** Whether things can be started, as far as known; after a failure, it is tried out with a thread. */
    public synchronized boolean probe() {
        if (failing && mayTryNow()) {
            try {
                new Thread(() -> {}, "start-probe").start();
                goOn();
            } catch (OutOfMemoryError stillNone) {
                failed(stillNone);
            }
        }
        return !failing;
    }
}
