package dev.millrace.model.queue;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.queue.JobQueue.Submitted.Origin;
import dev.millrace.model.queue.JobStore.Insertion;
import dev.millrace.model.queue.Transactions.Change;
import dev.millrace.model.queue.UniqueHolders.IdentifiedJob;
import dev.millrace.model.updates.UpdatePublisher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What callers do with the queue: put jobs in, and cancel them. */
public final class JobQueue {
    private static final Duration IDEMPOTENCY_KEPT = Duration.ofHours(24);
    /** Few enough for none of them to wait long for the others. */
    private static final int SUBMITS_TOGETHER = 100;

    /** Two, so that one is at work in Postgres while the other waits for the disk. */
    private static final int SUBMITS_AT_ONCE = 2;

    /** Jobs that one statement stores. */
    private final GroupCommit<IdentifiedJob, Submitted> together =
            new GroupCommit<>(SUBMITS_TOGETHER, SUBMITS_AT_ONCE, this::inOneStatement);

    private final LongSupplier millisAhead;
    private final Transactions transactions;
    private final UpdatePublisher updates;

    public JobQueue(Jdbi jdbi, UpdatePublisher updates) {
        this(jdbi, updates, () -> 0);
    }

    /** @param millisAhead of Postgres' clock, that of this machine, as {@link dev.millrace.model.db.Database#millisAhead} */
    public JobQueue(Jdbi jdbi, UpdatePublisher updates, LongSupplier millisAhead) {
        this.transactions = new Transactions(jdbi, updates);
        this.updates = updates;
        this.millisAhead = millisAhead;
    }

    /**
     * A key under which the caller may send the same request again.
     *
     * @param digest of the request's body: the same key with another digest is refused
     */
    public record Idempotency(String key, String digest) {}

    /** The job that a request led to, as it is now. */
    public record Submitted(Job job, Origin origin) {
        /** Who made the job. */
        public enum Origin {
            /** This request. */
            NEW,
            /** An earlier one with the same idempotency key. */
            REPLAYED,
            /** Another one, and its uniqueness keeps this one from making a job of its own. */
            DUPLICATE
        }

        /** Whether an earlier request with the same idempotency key had made it. */
        public boolean replayed() {
            return origin == Origin.REPLAYED;
        }
    }

    /**
     * Stores a job and its first event in one transaction, and wakes a worker once that has committed.
     *
     * Nothing is stored when a job that is there already stands for this one.
     *
     * @throws MillraceException {@code IDEMPOTENCY_CONFLICT} when the key stands for another request
     */
    public Submitted submit(NewJob job, @Nullable Idempotency idempotency) {
        UUID id = JobIds.next(millisAhead.getAsLong());
        List<IdentifiedJob> one = List.of(new IdentifiedJob(id, job));
        if (idempotency == null) {
            boolean isOneStatement = job.start().equals(Start.NOW) && job.unique() == null;
            return isOneStatement
                    ? together.run(one.get(0))
                    : transactions.inTransaction(
                            change -> submitAll(change, one).get(0));
        }
        return transactions.inTransaction(change -> {
            UUID known = jobOf(change, idempotency, id);
            if (!known.equals(id)) {
                return new Submitted(
                        JobStore.lock(change.handle(), known).orElseThrow(() -> forgotten(known)), Origin.REPLAYED);
            }
            Submitted submitted = submitAll(change, one).get(0);
            if (submitted.origin() == Origin.DUPLICATE) {
                IdempotencyStore.point(
                        change.handle(), idempotency.key(), submitted.job().id());
            }
            return submitted;
        });
    }

    /**
     * What an earlier request with this key led to, as that job is now; empty when there was none.
     *
     * @throws MillraceException {@code IDEMPOTENCY_CONFLICT} when the key stands for another request
     */
    public Optional<Submitted> earlier(Idempotency idempotency) {
        return transactions.inTransaction(change -> IdempotencyStore.find(change.handle(), idempotency.key())
                .map(entry -> matching(entry, idempotency).job())
                .flatMap(known -> JobStore.lock(change.handle(), known))
                .map(job -> new Submitted(job, Origin.REPLAYED)));
    }

    /**
     * Stores many jobs, all of them or none; among equals they run in this order. Of those that must be unique among
     * themselves the first is stored.
     *
     * @return what each led to, in the same order
     */
    public List<Submitted> submitAll(List<NewJob> jobs) {
        long ahead = millisAhead.getAsLong();
        List<IdentifiedJob> numbered = jobs.stream()
                .map(job -> new IdentifiedJob(JobIds.next(ahead), job))
                .toList();
        return transactions.inTransaction(change -> submitAll(change, numbered));
    }

    private List<Submitted> inOneStatement(List<IdentifiedJob> jobs) {
        return transactions.inOneStatement(change -> submitAll(change, jobs));
    }

    private static List<Submitted> submitAll(Change change, List<IdentifiedJob> jobs) {
        UniqueHolders holders = UniqueHolders.among(change.handle(), jobs);
        List<IdentifiedJob> wanted =
                jobs.stream().filter(job -> holders.ofOther(job).isEmpty()).toList();
        TransactionClock clock = new TransactionClock(change.handle());
        List<Insertion> rows = wanted.stream()
                .map(job -> new Insertion(
                        job.id(), job.job(), runAt(clock, job.job().start())))
                .toList();
        Map<UUID, Job> stored = new HashMap<>();
        insert(change, UniqueHolders.parts(rows)).forEach(job -> stored.put(job.id(), job));
        return jobs.stream()
                .map(job -> holders.ofOther(job)
                        .map(holder -> new Submitted(holder.in(stored), Origin.DUPLICATE))
                        .orElseGet(() -> new Submitted(Objects.requireNonNull(stored.get(job.id())), Origin.NEW)))
                .toList();
    }

    /** Many tell of themselves at the end: from the first event on, all who follow events wait for the commit. */
    private static List<Job> insert(Change change, List<List<Insertion>> parts) {
        if (parts.size() == 1) {
            return change.made(JobStore.insert(change.handle(), parts.get(0)));
        }
        List<Job> stored = new ArrayList<>();
        parts.forEach(part -> JobStore.insertQuietly(change.handle(), part));
        for (List<Insertion> part : parts) {
            List<UUID> ids = part.stream().map(Insertion::id).toList();
            stored.addAll(change.made(JobStore.tell(change.handle(), ids)));
        }
        return stored;
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

    private static MillraceException forgotten(UUID job) {
        return new MillraceException(
                ErrorCode.CONFLICT,
                "This Idempotency-Key was used for job " + job + ", which has ended and is kept no more.");
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
        Job job = transactions.inTransaction(change -> {
            Job found = JobStore.lock(change.handle(), id).orElseThrow(() -> notFound(id));
            JobState state = found.state();
            return switch (state) {
                case SCHEDULED, QUEUED ->
                    change.made(JobStore.cancelWaiting(change.handle(), List.of(id), requestedBy))
                            .get(0);
                case RUNNING ->
                    found.cancelRequested()
                            ? found
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
