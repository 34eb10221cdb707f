package dev.millrace.model.operations;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.JobState;
import dev.millrace.model.lookup.JobReader;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a job without holding a thread. */
public final class Wait {
    private final Events events;
    private final JobReader jobs;

    /** The events of a job as they are appended. */
    @FunctionalInterface
    public interface Events {
        /** Calls the watcher with each event from now on, until the returned action is run. */
        Runnable watch(UUID job, Consumer<JobEvent> watcher);
    }

    public Wait(Events events, JobReader jobs) {
        this.events = events;
        this.jobs = jobs;
    }

    /** Completes when the job is terminal, or there is no such job; whoever completes it earlier ends the wait. */
    public CompletableFuture<@Nullable Void> untilEnded(UUID job, Caller caller) {
        CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
        Runnable leave = events.watch(job, event -> {
            if (event.state().isTerminal()) {
                ended.complete(null);
            }
        });
        CompletableFuture<@Nullable Void> ignored = ended.whenComplete((nothing, failure) -> leave.run());
        try {
            if (jobs.find(job).map(Job::state).map(JobState::isTerminal).orElse(true)) {
                ended.complete(null);
            }
        } catch (RuntimeException | Error away) {
            // Whoever waits must let go of the events also when the question fails.
            ended.completeExceptionally(away);
        }
        return ended;
    }
}
