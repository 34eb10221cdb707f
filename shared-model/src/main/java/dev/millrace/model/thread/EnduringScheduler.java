package dev.millrace.model.thread;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For libraries that take the JDK's kind of scheduler: one whose repeated tasks are not given up when they throw. */
public final class EnduringScheduler extends ScheduledThreadPoolExecutor {
    private static final Logger log = LoggerFactory.getLogger(EnduringScheduler.class);

    /** One thread of that name. */
    public EnduringScheduler(String name) {
        super(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        setRemoveOnCancelPolicy(true);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long wait, long period, TimeUnit unit) {
        return super.scheduleAtFixedRate(() -> endure(task), wait, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long wait, long pause, TimeUnit unit) {
        return super.scheduleWithFixedDelay(() -> endure(task), wait, pause, unit);
    }

    private static void endure(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error thrown) {
            log.error("A task that is repeated failed", thrown);
        }
    }
}
