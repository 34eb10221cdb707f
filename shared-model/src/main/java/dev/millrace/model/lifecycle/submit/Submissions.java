package dev.millrace.model.lifecycle.submit;

import dev.millrace.model.db.GroupCommit;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.lifecycle.LockedJobs;
import dev.millrace.model.lifecycle.Transactions;
import dev.millrace.model.lifecycle.Transactions.Change;
import dev.millrace.model.lifecycle.submit.SubmitStore.Insertion;
import dev.millrace.model.lifecycle.submit.Submitted.Origin;
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
import org.jspecify.annotations.Nullable;

/** Stores new jobs. */
public final class Submissions {
    private static final Duration IDEMPOTENCY_KEPT = Duration.ofHours(24);
    /** The most jobs of one statement; so few that no job waits long for the others. */
    private static final int BATCH_SIZE = 100;

    /** Two statements at once: Postgres works on one while the other waits for the disk. */
    private static final int SUBMITS_AT_ONCE = 2;

    /** Collects the jobs that one statement stores. */
    private final GroupCommit<IdentifiedJob, Submitted> submits =
            new GroupCommit<>(BATCH_SIZE, SUBMITS_AT_ONCE, this::inOneStatement);

    private final Transactions transactions;
    private final LongSupplier millisAhead;

    public Submissions(Transactions transactions) {
        this(transactions, () -> 0);
    }

    /**
     * @param millisAhead offset of this machine's clock from Postgres's, in ms: {@link
     *     dev.millrace.model.db.Database#millisAhead}
     */
    public Submissions(Transactions transactions, LongSupplier millisAhead) {
        this.transactions = transactions;
        this.millisAhead = millisAhead;
    }

    /** An id for a new job. Ids of one node are in the order in which they are given. */
    public UUID nextId() {
        return JobIds.next(millisAhead.getAsLong());
    }

    /**
     * Stores a job and its first event in one transaction, and wakes a worker after the commit. When an earlier job has
     * the idempotency key or holds the unique key, nothing is stored.
     *
     * @throws MillraceException {@code IDEMPOTENCY_CONFLICT} when the key stands for another request
     */
    public Submitted submit(IdentifiedJob job, @Nullable IdempotencyKey idempotency) {
        UUID id = job.id();
        List<IdentifiedJob> one = List.of(job);
        if (idempotency == null) {
            boolean isOneStatement =
                    job.job().start().equals(Start.NOW) && job.job().unique() == null;
            return isOneStatement
                    ? submits.run(one.get(0))
                    : transactions.inTransaction(
                            change -> submitAll(change, one).get(0));
        }
        return transactions.inTransaction(change -> {
            UUID known = jobOf(change, idempotency, id);
            if (!known.equals(id)) {
                return new Submitted(
                        LockedJobs.one(change.handle(), known).orElseThrow(() -> forgotten(known)), Origin.REPLAYED);
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
     * The job of an earlier request with this key, as it is now; empty when there was no such request.
     *
     * @throws MillraceException {@code IDEMPOTENCY_CONFLICT} when the key stands for another request
     */
    public Optional<Submitted> earlier(IdempotencyKey idempotency) {
        return transactions.inTransaction(change -> IdempotencyStore.find(change.handle(), idempotency.key())
                .map(entry -> matching(entry, idempotency).job())
                .flatMap(known -> LockedJobs.one(change.handle(), known))
                .map(job -> new Submitted(job, Origin.REPLAYED)));
    }

    /**
     * Stores many jobs, all of them or none. Jobs of the same priority run in this order. Of jobs with the same unique
     * key the first is stored.
     *
     * @return the job that each request led to, in the same order
     */
    public List<Submitted> submitAll(List<IdentifiedJob> jobs) {
        return transactions.inTransaction(change -> submitAll(change, jobs));
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

    /**
     * Several statements append their events at the end: all readers of events wait from the first event to the commit.
     */
    private static List<Job> insert(Change change, List<List<Insertion>> parts) {
        if (parts.size() == 1) {
            return change.made(SubmitStore.insert(change.handle(), parts.get(0)));
        }
        List<Job> stored = new ArrayList<>();
        parts.forEach(part -> SubmitStore.insertQuietly(change.handle(), part));
        for (List<Insertion> part : parts) {
            stored.addAll(change.made(SubmitStore.appendFirstEvents(change.handle(), part)));
        }
        return stored;
    }

    /** When a job is due, by Postgres's clock; null when it is due already. */
    private static @Nullable Instant runAt(TransactionClock clock, Start start) {
        if (start.equals(Start.NOW)) {
            return null;
        }
        Instant now = clock.now();
        Instant runAt = start instanceof Start.At at ? at.time() : now.plus(((Start.After) start).delay());
        return runAt.isAfter(now) ? runAt : null;
    }

    private static UUID jobOf(Change change, IdempotencyKey idempotency, UUID id) {
        IdempotencyStore.Entry entry = IdempotencyStore.reserve(
                change.handle(), idempotency.key(), idempotency.digest(), id, IDEMPOTENCY_KEPT);
        return matching(entry, idempotency).job();
    }

    private static MillraceException forgotten(UUID job) {
        return new MillraceException(
                ErrorCode.CONFLICT,
                "This Idempotency-Key was used for job " + job + ", which has ended and is kept no more.");
    }

    private static IdempotencyStore.Entry matching(IdempotencyStore.Entry entry, IdempotencyKey idempotency) {
        if (!entry.digest().equals(idempotency.digest())) {
            throw new MillraceException(
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    "This Idempotency-Key was used for another request (job " + entry.job()
                            + "). Send a new key with a new request.");
        }
        return entry;
    }
}
