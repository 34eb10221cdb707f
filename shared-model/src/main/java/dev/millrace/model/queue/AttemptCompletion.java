package dev.millrace.model.queue;

import dev.millrace.model.job.AttemptState;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.job.Settlement;
import dev.millrace.model.job.StopReason;
import dev.millrace.model.queue.Transactions.Change;
import dev.millrace.model.queue.WorkStore.Ending;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What follows from the ends of attempts: for the jobs, and for what the attempts left. */
final class AttemptCompletion {
    private AttemptCompletion() {}

    /**
     * The end of an attempt.
     *
     * @param job as it was while the attempt ran; of this moment, and locked, unless {@link #isClear}
     */
    record Closing(Job job, Outcome outcome) {
        /** Whether it is the same to the job whatever has been asked of it meanwhile. */
        boolean isClear() {
            return outcome.state() == AttemptState.SUCCEEDED;
        }
    }

    /** Returns what became of the jobs, by their ids; without those whose attempt was not the current one any more. */
    static Map<UUID, JobEvent> settle(Change change, List<Closing> attempts) {
        if (attempts.isEmpty()) {
            return Map.of();
        }
        Map<UUID, JobEvent> settled = new HashMap<>();
        List<Ending> endings =
                attempts.stream().map(closing -> ending(change, closing)).toList();
        WorkStore.settle(change.handle(), endings).stream()
                .map(change::tell)
                .forEach(event -> settled.put(event.jobId(), event));
        for (Closing closing : attempts) {
            UUID job = closing.job().id();
            if (!closing.outcome().artifacts().isEmpty() && settled.containsKey(job)) {
                ArtifactRecords.saveArtifacts(
                        change.handle(), job, closing.outcome().artifacts());
            }
        }
        return settled;
    }

    private static Ending ending(Change change, Closing closing) {
        Job job = closing.job();
        Outcome outcome = closing.outcome();
        int alike = outcome.state() == AttemptState.LOST || outcome.stopReason() == StopReason.DRAIN
                ? WorkStore.attemptsLike(change.handle(), job.id(), outcome.state())
                : 0;
        return new Ending(
                job, outcome, Settlement.of(outcome, job.failures(), job.maxAttempts(), job.cancelRequested(), alike));
    }
}
