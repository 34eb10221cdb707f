package dev.millrace.model.lifecycle.finish;

import dev.millrace.model.artifact.ArtifactRecordStore;
import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.JobState;
import dev.millrace.model.lifecycle.LockedJobs;
import dev.millrace.model.lifecycle.Transactions;
import dev.millrace.model.lifecycle.Transactions.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Records the outcomes of attempts and the next states of their jobs. */
public final class Completions {
    private final Transactions transactions;

    public Completions(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Records the end of an attempt.
     *
     * @param attempt the job as it was claimed
     * @return the event of the job's next state; empty when the attempt is stale: then nothing was changed
     */
    public Optional<JobEvent> finish(Job attempt, Outcome outcome) {
        return finish(List.of(AttemptEnd.of(attempt, outcome))).get(0);
    }

    /** The same for many attempts, in one transaction; returns the events in the order of the attempts. */
    public List<Optional<JobEvent>> finish(List<AttemptEnd> attempts) {
        boolean isOneStatement = attempts.stream()
                .allMatch(end -> end.isClear() && end.outcome().artifacts().isEmpty());
        Map<UUID, JobEvent> settled = isOneStatement
                ? transactions.inOneStatement(change -> settle(change, attempts))
                : transactions.inTransaction(change -> settle(change, current(change, attempts)));
        return attempts.stream()
                .map(end -> Optional.ofNullable(settled.get(end.job().id())))
                .toList();
    }

    /**
     * Settles attempts with the same outcome as part of a change.
     *
     * @param running the jobs of the attempts, running and locked
     */
    public static List<JobEvent> end(Change change, List<Job> running, Outcome outcome) {
        List<AttemptEnd> ends =
                running.stream().map(job -> current(change, job, outcome)).toList();
        return List.copyOf(settle(change, ends).values());
    }

    /** The attempts that still run. Where a cancel request makes a difference, the job is locked and read again. */
    private static List<AttemptEnd> current(Change change, List<AttemptEnd> ends) {
        List<UUID> unclear = ends.stream()
                .filter(end -> !end.isClear())
                .map(end -> end.job().id())
                .toList();
        Map<UUID, Job> locked = new HashMap<>();
        LockedJobs.all(change.handle(), unclear).forEach(job -> locked.put(job.id(), job));
        List<AttemptEnd> current = new ArrayList<>();
        for (AttemptEnd end : ends) {
            Job now = locked.get(end.job().id());
            if (end.isClear()) {
                current.add(end);
            } else if (now != null
                    && now.state() == JobState.RUNNING
                    && now.attempt() == end.job().attempt()) {
                current.add(current(change, now, end.outcome()));
            }
        }
        return current;
    }

    private static AttemptEnd current(Change change, Job locked, Outcome outcome) {
        int alike = outcome.state() == AttemptState.LOST || outcome.stopReason() == StopReason.DRAIN
                ? CompletionStore.attemptsLike(change.handle(), locked.id(), outcome.state())
                : 0;
        return AttemptEnd.of(locked, outcome, alike);
    }

    /** Returns the events by the jobs' ids, without jobs whose attempt is stale. */
    private static Map<UUID, JobEvent> settle(Change change, List<AttemptEnd> ends) {
        Map<UUID, JobEvent> settled = new HashMap<>();
        if (ends.isEmpty()) {
            return settled;
        }
        CompletionStore.settle(change.handle(), ends).forEach(event -> settled.put(event.jobId(), event));
        for (AttemptEnd end : ends) {
            JobEvent event = settled.get(end.job().id());
            if (event != null) {
                change.publishLater(event, end.job().priority());
                if (!end.outcome().artifacts().isEmpty()) {
                    ArtifactRecordStore.save(
                            change.handle(), end.job().id(), end.outcome().artifacts());
                }
            }
        }
        return settled;
    }
}
