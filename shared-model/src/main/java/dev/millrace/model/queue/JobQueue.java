package dev.millrace.model.queue;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.queue.Changes.Change;
import dev.millrace.model.queue.JobStore.Insertion;
import dev.millrace.model.updates.UpdatePublisher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What callers do with the queue: put jobs in, and cancel them. */
public final class JobQueue {
    private static final Duration IDEMPOTENCY_KEPT = Duration.ofHours(24);
    /** Enough to make the round trip count for little, and few enough for a statement to take some ten milliseconds. */
    private static final int ROWS_PER_STATEMENT = 1_000;
    /** Few enough for none of them to wait long for the others. */
    private static final int SUBMITS_TOGETHER = 100;

    /** Two, so that one is at work in Postgres while the other waits for the disk. */
    private static final int SUBMITS_AT_ONCE = 2;

    private final GroupCommit<NewJob, Job> together =
            new GroupCommit<>(SUBMITS_TOGETHER, SUBMITS_AT_ONCE, this::submitNow);
    private final Changes changes;
    private final UpdatePublisher updates;

    public JobQueue(Jdbi jdbi, JobRunrStorage storage, UpdatePublisher updates) {
        this.changes = new Changes(jdbi, storage, updates);
        this.updates = updates;
    }

    /**
     * A key under which the caller may send the same request again.
     *
     * @param digest of the request's body: the same key with another digest is refused
     */
    public record Idempotency(String key, String digest) {}

    /**
     * The job that a request led to.
     *
     * @param replayed whether an earlier request with the same key had made it
     */
    public record Submitted(Job job, boolean replayed) {}

    /**
     * Stores a job, its JobRunr row and its first event in one transaction, and wakes a worker once that has committed.
     *
     * @throws MillraceException {@code IDEMPOTENCY_CONFLICT} when the key stands for another request
     */
    public Submitted submit(NewJob job, @Nullable Idempotency idempotency) {
        UUID id = JobRunrRows.newId();
        if (idempotency == null) {
            boolean needsClock = !job.start().equals(Start.NOW);
            return new Submitted(
                    needsClock ? changes.inTransaction(change -> insert(change, id, job)) : together.store(job), false);
        }
        return changes.inTransaction(change -> {
            UUID known = jobOf(change, idempotency, id);
            return known.equals(id)
                    ? new Submitted(insert(change, id, job), false)
                    : new Submitted(
                            JobStore.lock(change.handle(), known).orElseThrow().job(), true);
        });
    }

    /**
     * What an earlier request with this key led to, as that job is now; empty when there was none.
     *
     * @throws MillraceException {@code IDEMPOTENCY_CONFLICT} when the key stands for another request
     */
    public Optional<Submitted> earlier(Idempotency idempotency) {
        return changes.inTransaction(change -> IdempotencyStore.find(change.handle(), idempotency.key())
                .map(entry -> matching(entry, idempotency).job())
                .flatMap(known -> JobStore.lock(change.handle(), known))
                .map(locked -> new Submitted(locked.job(), true)));
    }

    /**
     * Stores many jobs, all of them or none; among equals they run in this order.
     *
     * @return in the same order
     */
    public List<Job> submitAll(List<NewJob> jobs) {
        return changes.inTransaction(change -> {
            TransactionClock clock = new TransactionClock(change.handle());
            List<Job> stored = new ArrayList<>(jobs.size());
            for (int from = 0; from < jobs.size(); from += ROWS_PER_STATEMENT) {
                List<Insertion> part = jobs.subList(from, Math.min(jobs.size(), from + ROWS_PER_STATEMENT)).stream()
                        .map(job -> insertion(change, clock, JobRunrRows.newId(), job))
                        .toList();
                stored.addAll(insert(change, part));
            }
            return stored;
        });
    }

    /** By one statement, which asks no clock: they are all to start now. */
    private List<Job> submitNow(List<NewJob> jobs) {
        return changes.inOneStatement(change -> insert(
                change,
                jobs.stream()
                        .map(job -> insertion(change, new TransactionClock(change.handle()), JobRunrRows.newId(), job))
                        .toList()));
    }

    private static Job insert(Change change, UUID id, NewJob job) {
        TransactionClock clock = new TransactionClock(change.handle());
        return insert(change, List.of(insertion(change, clock, id, job))).get(0);
    }

    private static List<Job> insert(Change change, List<Insertion> jobs) {
        Map<UUID, Job> stored = change.made(JobStore.insert(change.handle(), jobs)).stream()
                .collect(Collectors.toMap(Job::id, Function.identity()));
        return jobs.stream()
                .map(job -> Objects.requireNonNull(stored.get(job.row().id())))
                .toList();
    }

    private static Insertion insertion(Change change, TransactionClock clock, UUID id, NewJob job) {
        Instant runAt = runAt(clock, job.start());
        JobRunrRow row = runAt == null
                ? change.rows().enqueued(id, job.tool())
                : change.rows().scheduled(id, job.tool(), runAt);
        return new Insertion(job, runAt, row);
    }

    /** When a job is due, by the clock that counts; null when it is already. */
    private static @Nullable Instant runAt(TransactionClock clock, Start start) {
        if (start.equals(Start.NOW)) {
            return null;
        }
        Instant now = clock.now();
        Instant runAt = start instanceof Start.At at ? at.time() : now.plus(((Start.After) start).delay());
        return runAt.isAfter(now) ? runAt : null;
    }

    private static UUID jobOf(Change change, Idempotency idempotency, UUID id) {
        IdempotencyStore.Entry entry = IdempotencyStore.reserve(
                change.handle(), idempotency.key(), idempotency.digest(), id, IDEMPOTENCY_KEPT);
        return matching(entry, idempotency).job();
    }

    private static IdempotencyStore.Entry matching(IdempotencyStore.Entry entry, Idempotency idempotency) {
        if (!entry.digest().equals(idempotency.digest())) {
            throw new MillraceException(
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    "This Idempotency-Key was used for another request (job " + entry.job()
                            + "). Send a new key with a new request.");
        }
        return entry;
    }

    /**
     * Cancels a job that waits, or asks the worker of a running one to stop it. Asking twice is the same as asking once.
     *
     * @param requestedBy who asks, as the record shall name them; of a running job's requests the first is kept
     * @return the job afterwards: cancelled, or running with the request noted
     * @throws MillraceException {@code NOT_FOUND}, or {@code CONFLICT} when the job has ended
     */
    public Job cancel(UUID id, String requestedBy) {
        Job job = changes.inTransaction(change -> {
            LockedJob found = JobStore.lock(change.handle(), id).orElseThrow(() -> notFound(id));
            JobState state = found.job().state();
            return switch (state) {
                case SCHEDULED, QUEUED ->
                    change.made(JobStore.cancelWaiting(
                                    change.handle(), List.of(change.rows().cancelled(found)), requestedBy))
                            .get(0);
                case RUNNING ->
                    found.job().cancelRequested()
                            ? found.job()
                            : change.made(JobStore.requestCancel(change.handle(), List.of(id), requestedBy))
                                    .get(0);
                case SUCCEEDED, FAILED, CANCELLED ->
                    throw new MillraceException(
                            ErrorCode.CONFLICT, "Job " + id + " has ended as " + state + " already.");
            };
        });
        if (job.state() == JobState.RUNNING) {
            updates.cancelRequested(id);
        }
        return job;
    }

    private static MillraceException notFound(UUID id) {
        return new MillraceException(ErrorCode.NOT_FOUND, "There is no job " + id + ".");
    }
}
