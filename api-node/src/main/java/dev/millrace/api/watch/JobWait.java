package dev.millrace.api.watch;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.lookup.JobReader;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a job without holding a thread. */
public final class JobWait {
    private final EventHub hub;
    private final JobReader jobs;

    public JobWait(EventHub hub, JobReader jobs) {
        this.hub = hub;
        this.jobs = jobs;
    }

    /** Completes when the job is terminal; whoever completes it earlier ends the wait. */
    public CompletableFuture<@Nullable Void> end(UUID job) {
        CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
        EventHub.Watch watch = hub.watch(job, event -> {
            if (event.state().isTerminal()) {
                ended.complete(null);
            }
        });
        CompletableFuture<@Nullable Void> ignored =
                ended.whenComplete((nothing, failure) -> watch.end().run());
        try {
            if (jobs.find(job).map(Job::state).map(JobState::isTerminal).orElse(true)) {
                ended.complete(null);
            }
        } catch (RuntimeException | Error away) {
            // Whoever waits must let go of the hub also when the question fails.
            ended.completeExceptionally(away);
        }
        return ended;
    }
}
