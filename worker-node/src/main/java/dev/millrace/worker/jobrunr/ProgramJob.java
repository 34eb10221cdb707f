package dev.millrace.worker.jobrunr;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A job of another program in a slot of this worker's. What it does to its thread does not outlast it. */
final class ProgramJob implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(ProgramJob.class);

    private final Runnable performer;
    private final Programs programs;
    private @Nullable Thread thread;

    /** @param performer JobRunr's own */
    ProgramJob(Runnable performer, Programs programs) {
        this.performer = performer;
        this.programs = programs;
    }

    @Override
    public void run() {
        begin();
        try {
            programs.inside(() -> {
                performer.run();
                return true;
            });
        } catch (RuntimeException | Error broken) {
            log.error(
                    "A job of another program ended in what JobRunr does not catch; it finds that in a while", broken);
        } finally {
            end();
            MDC.clear();
        }
    }

    private synchronized void begin() {
        thread = Thread.currentThread();
    }

    private synchronized void end() {
        thread = null;
        boolean unused = Thread.interrupted();
    }

    /** As JobRunr does it when its server stops: the job counts as failed, and is tried again. */
    synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
