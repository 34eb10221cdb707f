package dev.millrace.model.queue;

import dev.millrace.model.job.AttemptState;
import dev.millrace.model.job.Failure;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.job.Settlement;
import dev.millrace.model.queue.Changes.Change;
import dev.millrace.model.queue.WorkStore.Ending;
import java.util.List;

/** What follows from the ends of attempts: for the jobs, for JobRunr's rows, and for what the attempts left. */
final class Settling {
    private Settling() {}

    /** The end of an attempt, of which this transaction has locked the job. */
    record Closing(LockedJob job, Outcome outcome) {}

    /** Returns the jobs as they are afterwards, in no order. */
    static List<Job> settle(Change change, List<Closing> attempts) {
        if (attempts.isEmpty()) {
            return List.of();
        }
        List<ChangedJob> settled = WorkStore.settle(
                change.handle(),
                attempts.stream().map(closing -> ending(change, closing)).toList());
        if (settled.size() != attempts.size()) {
            throw new IllegalStateException("A locked job was not as it was read");
        }
        for (Closing closing : attempts) {
            if (!closing.outcome().artifacts().isEmpty()) {
                ArtifactRecords.saveArtifacts(
                        change.handle(),
                        closing.job().job().id(),
                        closing.outcome().artifacts());
            }
        }
        return change.made(settled);
    }

    private static Ending ending(Change change, Closing closing) {
        Job job = closing.job().job();
        Outcome outcome = closing.outcome();
        int losses = outcome.state() == AttemptState.LOST ? WorkStore.losses(change.handle(), job.id()) : 0;
        Settlement settlement =
                Settlement.of(outcome, job.failures(), job.maxAttempts(), job.cancelRequested(), losses);
        return new Ending(job, outcome, settlement, row(change, closing.job(), settlement));
    }

    private static JobRunrRow row(Change change, LockedJob job, Settlement settlement) {
        Failure failure = settlement.failure();
        String message = failure == null ? "The worker is gone; queued again." : failure.message();
        return switch (settlement.next()) {
            case SUCCEEDED -> change.rows().succeeded(job);
            case FAILED -> change.rows().failed(job, message);
            case CANCELLED -> change.rows().cancelled(job);
            case SCHEDULED ->
                change.rows()
                        .retried(
                                job,
                                message,
                                new TransactionClock(change.handle()).now().plus(settlement.delay()));
            case QUEUED -> change.rows().requeued(job, message);
            case RUNNING -> throw new IllegalStateException("A settled job does not run");
        };
    }
}
