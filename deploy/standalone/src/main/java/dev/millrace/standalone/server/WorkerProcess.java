package dev.millrace.standalone.server;

import dev.millrace.model.config.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One worker in a JVM of its own: when it ends before it is told to, a new one takes its place. */
final class WorkerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Starter starter;
    private final RestartPause pause;
    private final Consumer<String> say;
    private @Nullable Process process;
    private long startedAt;
    private boolean stopping;

    /** Starts the program. */
    interface Starter {
        Process start() throws IOException;
    }

    private WorkerProcess(String name, Starter starter, RestartPause pause, Consumer<String> say) {
        this.name = name;
        this.starter = starter;
        this.pause = pause;
        this.say = say;
    }

    /**
     * Starts the first one.
     *
     * @param say told in one line whenever one has ended by itself
     * @throws IOException when there is no such program; later, this is tried again
     */
    static WorkerProcess start(String name, Starter starter, RestartPause pause, Consumer<String> say)
            throws IOException {
        WorkerProcess worker = new WorkerProcess(name, starter, pause, say);
        worker.startOne();
        return worker;
    }

    private synchronized void startOne() throws IOException {
        if (stopping) {
            return;
        }
        startedAt = System.nanoTime();
        Process started = starter.start();
        process = started;
        Thread watch = new Thread(() -> awaitEnd(started), name + " watch");
        watch.setDaemon(true);
        watch.start();
    }

    private void awaitEnd(Process process) {
        try {
            replace("process " + process.pid() + " ended with " + process.waitFor());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void replace(String reason) {
        if (stopping) {
            return;
        }
        Duration wait = pause.after(Duration.ofNanos(System.nanoTime() - startedAt));
        say.accept(name + ": " + reason + "; a new one starts in " + Durations.format(wait));
        CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    try {
                        startOne();
                    } catch (IOException | RuntimeException | Error e) {
                        replace("it cannot be started (" + e.getMessage() + ")");
                    }
                });
    }

    /** The newest one; it may have ended. */
    synchronized Optional<Process> process() {
        return Optional.ofNullable(process);
    }

    /** Asks it to end, without waiting; no other takes its place any more. */
    synchronized void stop() {
        stopping = true;
        process().ifPresent(Process::destroy);
    }

    /** Ends it, with force when it takes too long. */
    @Override
    public void close() {
        stop();
        process().ifPresent(WorkerProcess::end);
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
