package dev.millrace.worker.queue;

import dev.millrace.model.job.Job;
import dev.millrace.worker.runtime.Stop;

/** What is done with claimed jobs. Does not throw. */
public interface Attempts {
    /**
     * Runs an attempt to its end; when this returns, its slot is free.
     *
     * @param settled called, by any thread, when the outcome is recorded
     */
    void run(Job job, Stop stop, Runnable settled);

    /** Gives a job back that was not begun; it loses no attempt by it. */
    void giveBack(Job job, Runnable settled);
}
