package dev.millrace.worker.queue;

import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.job.Job;
import dev.millrace.worker.runtime.Stop;
import java.util.function.Consumer;

/** Where nothing is claimed, nothing is run. */
final class NoAttempts implements Attempts {
    @Override
    public void run(Job job, Stop stop, Consumer<Outcome> ended) {
        throw new AssertionError("Nothing was claimed");
    }

    @Override
    public void record(Job job, Outcome outcome, Runnable settled) {
        throw new AssertionError("Nothing was claimed");
    }

    @Override
    public void giveBack(Job job, Runnable settled) {
        throw new AssertionError("Nothing was claimed");
    }
}
