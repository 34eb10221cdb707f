package dev.millrace.worker.queue;

import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.job.Job;
import dev.millrace.worker.runtime.Stop;
import java.util.function.Consumer;

/** What is done with claimed jobs. An implementation shall not throw; callers are prepared for it all the same. */
public interface Attempts {
    /**
     * Runs an attempt to its end; when this returns, its slot is free.
     *
     * @param ended told of the outcome, once, which is to be recorded; nothing of the attempt runs any more then
     */
    void run(Job job, Stop stop, Consumer<Outcome> ended);

    /**
     * Records an outcome, and returns before it is.
     *
     * @param settled called, by any thread, when it is recorded
     */
    void record(Job job, Outcome outcome, Runnable settled);

    /** Gives a job back that was not begun; it loses no attempt by it. */
    void giveBack(Job job, Runnable settled);
}
