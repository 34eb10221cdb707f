package dev.millrace.model.jobrunr.page;

import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.jobrunr.page.AttemptStore.Tried;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jobrunr.jobs.states.EnqueuedState;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.ProcessingState;
import org.jobrunr.jobs.states.ScheduledState;
import org.jspecify.annotations.Nullable;

/**
 * What JobRunr would have noted of a tool's job at each of its changes. How it waited is told by its events, how it was
 * tried by its attempts; both have the number of the attempt, which puts them in order.
 */
final class AttemptStates {
    private final Job job;
    private final List<Tried> attempts;
    private final List<JobEvent> waits;

    /**
     * Takes what is known.
     *
     * @param attempts the newest
     * @param waits the events of scheduling and queueing in their order: the first of all, and the newest
     */
    AttemptStates(Job job, List<Tried> attempts, List<JobEvent> waits) {
        this.job = job;
        this.attempts =
                attempts.stream().sorted(Comparator.comparingInt(Tried::number)).toList();
        this.waits = waits;
    }

    /** At least one. The first is how the job began, also where attempts after it are left out. */
    List<JobState> inOrder() {
        List<JobState> states = new ArrayList<>(waitsAfter(0));
        if (states.isEmpty()) {
            states.add(
                    job.queuedAt() == null
                            ? new ScheduledState(job.runAt(), (String) null, job.createdAt())
                            : new EnqueuedState(job.queuedAt()));
        }
        if (!attempts.isEmpty() && attempts.get(0).number() > 1) {
            states.addAll(waitsAfter(attempts.get(0).number() - 1));
        }
        for (Tried tried : attempts) {
            Instant seenAt = Objects.requireNonNullElse(tried.finishedAt(), tried.startedAt());
            states.add(new ProcessingState(tried.workerId(), tried.worker(), tried.startedAt(), seenAt));
            EndStates.ofAttempt(job, tried).ifPresent(states::add);
            states.addAll(waitsAfter(tried.number()));
        }
        EndStates.ofJob(job, attempts.isEmpty() ? null : attempts.get(attempts.size() - 1))
                .ifPresent(states::add);
        return states;
    }

    /** How the job waited after the attempt of that number; 0 for before the first. */
    private List<JobState> waitsAfter(int attempt) {
        List<JobState> states = new ArrayList<>();
        for (int i = 0; i < waits.size(); i++) {
            JobEvent wait = waits.get(i);
            if (wait.attempt() == attempt) {
                states.add(
                        wait.type() == EventType.SCHEDULED
                                ? new ScheduledState(dueAt(i), reason(attempt), wait.at())
                                : new EnqueuedState(wait.at()));
            }
        }
        return states;
    }

    /** A job keeps the newest time for which it was scheduled; at those before, it was queued soon after. */
    private Instant dueAt(int index) {
        boolean isNewest = waits.stream().skip(index + 1L).noneMatch(later -> later.type() == EventType.SCHEDULED);
        return isNewest ? job.runAt() : waits.get(index + 1).at();
    }

    private @Nullable String reason(int attempt) {
        return attempts.stream()
                .filter(tried -> tried.number() == attempt)
                .map(tried -> tried.failure() == null
                        ? "Attempt " + attempt + " was cut short"
                        : "Retry after attempt " + attempt + ", "
                                + tried.failure().code())
                .findFirst()
                .orElse(null);
    }
}
