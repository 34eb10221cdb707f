package dev.millrace.worker.runtime.process;

import dev.millrace.worker.runtime.ExhaustedException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads for one tool, taken before it is started: where there are none left, nothing has been started yet. */
final class ToolThreads implements Executor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ToolThreads.class);

    /** Used again from one tool to the next: making one takes as long as many a tool. */
    private static final Executor THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "tool");
        thread.setDaemon(true);
        return thread;
    });

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private int unused;

    private ToolThreads() {}

    /** @throws ExhaustedException where there are not so many */
    static ToolThreads take(int count) {
        ToolThreads taken = new ToolThreads();
        try {
            for (int i = 0; i < count; i++) {
                THREADS.execute(taken::runOne);
                taken.unused++;
            }
            return taken;
        } catch (OutOfMemoryError none) {
            taken.close();
            if (ExhaustedException.is(none)) {
                throw new ExhaustedException("There is no thread left to watch a tool", none);
            }
            throw none;
        }
    }

    private void runOne() {
        Runnable task = null;
        while (task == null) {
            try {
                task = tasks.take();
            } catch (InterruptedException e) {
                // Nobody has this thread; and whoever took it counts on it.
                log.debug("A thread for a tool was interrupted", e);
            }
        }
        task.run();
    }

    /** Runs it at once, on one of the threads that were taken. */
    @Override
    public void execute(Runnable task) {
        if (unused == 0) {
            throw new IllegalStateException("More threads than were taken");
        }
        unused--;
        tasks.add(task);
    }

    /** Lets go of those that were not used. */
    @Override
    public void close() {
        while (unused > 0) {
            execute(ToolThreads::nothing);
        }
    }

    private static void nothing() {}
}
