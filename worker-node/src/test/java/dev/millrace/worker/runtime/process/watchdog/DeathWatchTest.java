package dev.millrace.worker.runtime.process.watchdog;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.StopReason;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.Hold;
import dev.millrace.worker.runtime.ProgramEnd;
import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.Watch;
import dev.millrace.worker.runtime.process.Tool;
import dev.millrace.worker.runtime.process.ToolTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeathWatchTest extends ToolTest {
    /** A worker that says nothing after its first words is a frozen one. */
    private static final Duration NEVER = Duration.ofDays(1);

    @Test
    void ofAFrozenWorker_endsItsToolsAndItsStarts_beforeItsLeaseEnds() throws Exception {
        try (DeathWatch watch = DeathWatch.over(scratch.path(), NEVER)) {
            long claimed = System.nanoTime();
            Tool tool = script("echo up; sleep 600");
            tool.stop = watched(watch);
            CompletableFuture<Exit> exit = tool.start();
            eventually("the tool is up", () -> tool.output.has("up"));
            assertFalse(watch.hasActedSince(claimed));

            watch.leaseEndsAt(soon());

            assertEquals(Exit.stopped(StopReason.LOST, ProgramEnd.killed(9), null, 0), exit.join());
            assertFalse(Files.exists(tool.directory.parameters()));
            eventually("the watch is done", () -> !watch.hasActedSince(System.nanoTime()));
            assertTrue(watch.hasActedSince(claimed));

            // Awake again, the worker is watched as before.
            Tool next = script("cat \"$MILLRACE_PARAMETERS\" > /dev/null; exit 3");
            next.stop = watched(watch);
            assertEquals(Exit.ended(ProgramEnd.exited(3), null, 0), next.run());
            long again = System.nanoTime();
            watch.leaseEndsAt(soon());
            eventually("the watch acts again", () -> watch.hasActedSince(again));
        }
    }

    @Test
    void ofAWorkerThatIsWell_doesNothing() throws Exception {
        try (DeathWatch watch = DeathWatch.over(scratch.path(), Duration.ofMillis(50))) {
            long claimed = System.nanoTime();
            watch.leaseEndsAt(soon());
            // The lease has ended, as in an outage of Postgres; who is awake knows that himself.
            eventually("its lease is over", () -> System.nanoTime() - claimed > Watch.NOTICE.toNanos());

            assertFalse(watch.hasActedSince(claimed));
        }
    }

    /** A worker that is frozen between its last look at its lease and the start, until the watch has acted. */
    @Test
    void aStartThatWasFrozenHalfWay_fails() throws Exception {
        try (DeathWatch watch = DeathWatch.over(scratch.path(), NEVER)) {
            long claimed = System.nanoTime();
            Tool tool = script("echo ran");
            tool.stop = new Stop(new Hold(
                    () -> {
                        watch.leaseEndsAt(soon());
                        eventually("the watch acts", () -> watch.hasActedSince(claimed));
                        eventually("the watch is done", () -> !watch.hasActedSince(System.nanoTime()));
                        return true;
                    },
                    () -> watch.hasActedSince(claimed)));

            assertEquals(Exit.stopped(StopReason.LOST, null, null, 0), tool.run());
            assertFalse(tool.output.has("ran"));
        }
    }

    @Test
    void aWatchThatActed_andWasKilledBeforeTheWorkerAwoke_hasActed() throws Exception {
        Path parameters =
                Files.createDirectory(scratch.path().resolve("attempt")).resolve("parameters.json");
        Files.createFile(parameters);
        try (DeathWatch watch = DeathWatch.over(scratch.path(), NEVER)) {
            long claimed = System.nanoTime();
            watch.leaseEndsAt(soon());
            eventually("the watch acts", () -> !Files.exists(parameters));
            ProcessHandle process = ProcessHandle.current()
                    .children()
                    .filter(child ->
                            child.info().commandLine().orElse("").contains("millrace-death-watch " + scratch.path()))
                    .findFirst()
                    .orElseThrow();
            process.destroyForcibly();
            process.onExit().get(60, TimeUnit.SECONDS);

            // Awake again, the worker finds nobody to tell, and starts the next.
            eventually("it has a new watch", () -> {
                watch.leaseEndsAt(System.nanoTime() + Duration.ofMinutes(1).toNanos());
                return watch.hasActedSince(claimed);
            });
        }
    }

    private static Stop watched(DeathWatch watch) {
        long claimed = System.nanoTime();
        return new Stop(new Hold(() -> true, () -> watch.hasActedSince(claimed)));
    }

    /** No sooner, as it would pass for a lease that could not be renewed. */
    private static long soon() {
        return System.nanoTime() + Watch.NOTICE.plusMillis(100).toNanos();
    }
}
