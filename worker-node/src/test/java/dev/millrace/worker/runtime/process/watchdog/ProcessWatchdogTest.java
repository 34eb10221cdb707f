package dev.millrace.worker.runtime.process.watchdog;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.StopReason;
import dev.millrace.worker.runtime.AttemptLease;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.ProgramEnd;
import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.Watchdog;
import dev.millrace.worker.runtime.process.Tool;
import dev.millrace.worker.runtime.process.ToolTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessWatchdogTest extends ToolTest {
    /** A worker that says nothing after its first words is a frozen one. */
    private static final Duration NEVER = Duration.ofDays(1);

    @Test
    void ofAFrozenWorker_endsItsToolsAndItsStarts_beforeItsLeaseEnds() throws Exception {
        try (ProcessWatchdog watchdog = ProcessWatchdog.over(scratch.path(), NEVER)) {
            long claimed = System.nanoTime();
            // One process: of two, the worker could find the second alive before the watchdog has killed it.
            Tool tool = script("echo up; exec sleep 600");
            tool.stop = watched(watchdog);
            CompletableFuture<Exit> exit = tool.start();
            eventually("the tool is up", () -> tool.output.has("up"));
            assertFalse(watchdog.hasActedSince(claimed));

            watchdog.leaseEndsAt(soon());

            assertEquals(Exit.stopped(StopReason.LOST, ProgramEnd.killed(9), null, 0), exit.join());
            assertFalse(Files.exists(tool.directory.parameters()));
            eventually("the watchdog is done", () -> !watchdog.hasActedSince(System.nanoTime()));
            assertTrue(watchdog.hasActedSince(claimed));

            // Awake again, the worker is watched as before.
            Tool next = script("cat \"$MILLRACE_PARAMETERS\" > /dev/null; exit 3");
            next.stop = watched(watchdog);
            assertEquals(Exit.ended(ProgramEnd.exited(3), null, 0), next.run());
            long again = System.nanoTime();
            watchdog.leaseEndsAt(soon());
            eventually("the watchdog acts again", () -> watchdog.hasActedSince(again));
        }
    }

    @Test
    void ofAWorkerThatIsWell_doesNothing() throws Exception {
        try (ProcessWatchdog watchdog = ProcessWatchdog.over(scratch.path(), Duration.ofMillis(50))) {
            long claimed = System.nanoTime();
            watchdog.leaseEndsAt(soon());
            // The lease has ended, as in an outage of Postgres; who is awake knows that himself.
            eventually("its lease is over", () -> System.nanoTime() - claimed > Watchdog.NOTICE.toNanos());

            assertFalse(watchdog.hasActedSince(claimed));
        }
    }

    /** A worker that is frozen between its last look at its lease and the start, until the watchdog has acted. */
    @Test
    void aStartThatWasFrozenHalfWay_fails() throws Exception {
        try (ProcessWatchdog watchdog = ProcessWatchdog.over(scratch.path(), NEVER)) {
            long claimed = System.nanoTime();
            Tool tool = script("echo ran");
            tool.stop = new Stop(new AttemptLease(
                    () -> {
                        watchdog.leaseEndsAt(soon());
                        eventually("the watchdog acts", () -> watchdog.hasActedSince(claimed));
                        eventually("the watchdog is done", () -> !watchdog.hasActedSince(System.nanoTime()));
                        return true;
                    },
                    () -> watchdog.hasActedSince(claimed)));

            assertEquals(Exit.stopped(StopReason.LOST, null, null, 0), tool.run());
            assertFalse(tool.output.has("ran"));
        }
    }

    @Test
    void aWatchdogThatActed_andWasKilledBeforeTheWorkerAwoke_hasActed() throws Exception {
        Path parameters =
                Files.createDirectory(scratch.path().resolve("attempt")).resolve("parameters.json");
        Files.createFile(parameters);
        try (ProcessWatchdog watchdog = ProcessWatchdog.over(scratch.path(), NEVER)) {
            long claimed = System.nanoTime();
            watchdog.leaseEndsAt(soon());
            eventually("the watchdog acts", () -> !Files.exists(parameters));
            ProcessHandle process = ProcessHandle.current()
                    .children()
                    .filter(child ->
                            child.info().commandLine().orElse("").contains("millrace-watchdog " + scratch.path()))
                    .findFirst()
                    .orElseThrow();
            process.destroyForcibly();
            process.onExit().get(60, TimeUnit.SECONDS);

            // Awake again, the worker finds nobody to tell, and starts the next.
            eventually("it has a new watchdog", () -> {
                watchdog.leaseEndsAt(System.nanoTime() + Duration.ofMinutes(1).toNanos());
                return watchdog.hasActedSince(claimed);
            });
        }
    }

    private static Stop watched(ProcessWatchdog watchdog) {
        long claimed = System.nanoTime();
        return new Stop(new AttemptLease(() -> true, () -> watchdog.hasActedSince(claimed)));
    }

    /** No sooner, as it would pass for a lease that could not be renewed. */
    private static long soon() {
        return System.nanoTime() + Watchdog.NOTICE.plusMillis(100).toNanos();
    }
}
