package dev.millrace.worker.runtime.process;

import dev.millrace.model.attempt.ProcessUsage;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.log.LogStream;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.Launch;
import dev.millrace.worker.runtime.ProgramEnd;
import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.output.BoundedOutput;
import dev.millrace.worker.runtime.process.spawn.NativeProcess;
import dev.millrace.worker.runtime.process.spawn.Spawner;
import dev.millrace.worker.runtime.process.tree.MemoryWatch;
import dev.millrace.worker.runtime.process.tree.ProcessTree;
import dev.millrace.worker.runtime.process.tree.TreeStop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A program from its start until nothing is left of it. */
final class RunningTool {
    private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(1);
    /** For the JVM to notice an end that the process table shows already, and for pipes that strangers hold open. */
    private static final Duration AFTERMATH = Duration.ofSeconds(1);

    /** So many are needed: for either stream, and for the end. */
    static final int THREADS = 3;

    private final Launch launch;
    private final Process process;
    private final BooleanSupplier isChildless;
    private final ProcessTree tree;
    private final BoundedOutput output;
    private final ToolThreads threads;
    private final CountDownLatch exitOrStop = new CountDownLatch(1);
    private final MemoryWatch memory;
    private boolean interrupted;

    RunningTool(Launch launch, Spawner.Spawned spawned, BoundedOutput output, ToolThreads threads) {
        this.launch = launch;
        this.process = spawned.process();
        this.isChildless = spawned.isChildless();
        this.tree = new ProcessTree(spawned.mark(), process.pid());
        this.output = output;
        this.threads = threads;
        this.memory = new MemoryWatch(process.pid());
    }

    /** Waits for the end of the program, or brings it about; then ends what it left behind, and reads its last words. */
    Exit untilItEnds(Stop stop) {
        boolean ended = false;
        try {
            List<StreamReader> readers = List.of(
                    StreamReader.start(threads, process.getInputStream(), output.splitter(LogStream.STDOUT)),
                    StreamReader.start(threads, process.getErrorStream(), output.splitter(LogStream.STDERR)));
            awaitExitOr(stop);
            Exit exit = process.isAlive() ? stopped(stop.reason().orElse(StopReason.DRAIN)) : exited();
            ended = true;
            for (StreamReader reader : readers) {
                uninterrupted(() -> reader.awaitEnd(AFTERMATH));
                reader.check();
            }
            return exit.with(usage(readers));
        } finally {
            if (!ended) {
                // The machine has no thread or memory left for this attempt; it must not leave processes on top.
                new TreeStop(tree).stop(Duration.ZERO);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void awaitExitOr(Stop stop) {
        threads.execute(this::awaitExit);
        stop.onRequest(exitOrStop::countDown);
        try {
            long deadline = System.nanoTime() + launch.timeout().toNanos();
            long left = launch.timeout().toNanos();
            while (!exitOrStop.await(Math.min(left, memory.look()), TimeUnit.NANOSECONDS)) {
                left = deadline - System.nanoTime();
                if (left <= 0) {
                    stop.request(StopReason.TIMEOUT);
                    return;
                }
            }
        } catch (InterruptedException e) {
            interrupted = true;
            stop.request(StopReason.DRAIN);
        }
    }

    private void awaitExit() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            // Nobody has this thread; if somebody had, looking early would do no harm.
        } finally {
            exitOrStop.countDown();
        }
    }

    private Exit stopped(StopReason reason) {
        memory.look();
        TreeStop stopping = new TreeStop(tree);
        stopping.stop(launch.grace());
        return Exit.stopped(reason, endIfAny(), stopping.signal(), stopping.survivors());
    }

    private Exit exited() {
        TreeStop stopping = new TreeStop(tree);
        Duration grace = launch.grace().compareTo(LEFTOVER_GRACE) < 0 ? launch.grace() : LEFTOVER_GRACE;
        int leftovers = isChildless.getAsBoolean() ? 0 : stopping.stopLeftovers(grace);
        if (leftovers > 0) {
            output.remark("The tool left " + leftovers + (leftovers == 1 ? " process" : " processes")
                    + " behind; stopped with " + stopping.signal() + ".");
        }
        return Exit.ended(end(), stopping.signal(), stopping.survivors());
    }

    private ProcessUsage usage(List<StreamReader> readers) {
        NativeProcess.End end = process instanceof NativeProcess started ? started.end() : null;
        return new ProcessUsage(
                process.pid(),
                end == null ? null : end.cpuTime(),
                memory.peak(end == null ? 0 : end.peakMemory()),
                readers.stream().mapToLong(StreamReader::bytes).sum());
    }

    /** Null only if the program survived KILL. */
    private @Nullable ProgramEnd endIfAny() {
        uninterrupted(() -> process.waitFor(AFTERMATH.toMillis(), TimeUnit.MILLISECONDS));
        return process.isAlive() ? null : end();
    }

    /** Once it has ended. */
    private ProgramEnd end() {
        NativeProcess.End end = process instanceof NativeProcess started ? started.end() : null;
        return end == null ? ProgramEnd.reported(process.exitValue()) : end.program();
    }

    private interface Wait {
        void run() throws InterruptedException;
    }

    /** Cleaning up is never cut short; the interrupt is kept for the caller. */
    private void uninterrupted(Wait wait) {
        interrupted |= Thread.interrupted();
        while (true) {
            try {
                wait.run();
                return;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
