package dev.millrace.worker.queue;

import dev.millrace.model.job.Job;
import dev.millrace.worker.runtime.Stop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A job of this worker's, from its claim until its outcome is recorded. */
public final class Claimed {
    private final Job job;
    private final Stop stop;
    private final long since;
    private final Consumer<Job> whenSettled;

    /** Given by the dispatcher's thread, before another one sees it. */
    private @Nullable Runnable performer;

    /** @param since when it was claimed, a time of {@link System#nanoTime()} */
    public Claimed(Job job, Stop stop, long since, Consumer<Job> whenSettled) {
        this.job = job;
        this.stop = stop;
        this.since = since;
        this.whenSettled = whenSettled;
    }

    public Job job() {
        return job;
    }

    public Stop stop() {
        return stop;
    }

    long since() {
        return since;
    }

    /** To be called, by any thread, when the outcome is recorded. */
    public void settled() {
        whenSettled.accept(job);
    }

    /** Says what runs the attempt, when it has a slot. */
    public void performBy(Runnable performer) {
        this.performer = performer;
    }

    /** Runs the attempt to its end; for whoever has a slot for it. */
    public void perform() {
        if (performer == null) {
            throw new IllegalStateException("Nothing performs job " + job.id());
        }
        performer.run();
    }
}
