package dev.millrace.worker.execute;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.db.OutageLog;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.lifecycle.finish.AttemptEnd;
import dev.millrace.model.lifecycle.finish.Completions;
import dev.millrace.model.thread.Mailbox;
import dev.millrace.model.thread.NodeThread;
import dev.millrace.worker.write.PersistentWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that outcomes are recorded, however long Postgres is away. One thread does it: what ends while a commit is
 * under way goes into the next.
 */
public final class OutcomeRecorder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OutcomeRecorder.class);
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** Rows that a statement changes in some ten milliseconds. */
    private static final int BATCH_SIZE = 200;

    private final Completions completions;
    private final PersistentWriter writer = new PersistentWriter(new OutageLog(log, "outcomes wait"), PAUSE);
    private final Mailbox<Entry> waiting = new Mailbox<>(Integer.MAX_VALUE);
    private final NodeThread thread = new NodeThread("outcomes", this::step);

    /** Taken and not done with; of the recorder's own thread. */
    private final Deque<Entry> batch = new ArrayDeque<>();

    private record Entry(AttemptEnd end, Runnable settled) {}

    public OutcomeRecorder(Completions completions) {
        this.completions = completions;
        thread.start();
    }

    /**
     * Returns at once.
     *
     * @param settled called, by the recorder's thread, when the outcome is recorded or the attempt has become stale
     */
    void record(Job job, Outcome outcome, Runnable settled) {
        boolean unused = waiting.offer(new Entry(AttemptEnd.of(job, outcome), settled));
    }

    /** One that was broken off is begun again: an outcome that is recorded already is stale, and changes nothing. */
    private void step() throws InterruptedException {
        if (batch.isEmpty()) {
            batch.addAll(waiting.take(BATCH_SIZE, NodeThread.IDLE));
        }
        if (!batch.isEmpty()) {
            writer.writeAll(batch.stream().map(Entry::end).toList(), this::store, this::storeRefusal);
        }
        for (Entry entry = batch.poll(); entry != null; entry = batch.poll()) {
            entry.settled().run();
        }
    }

    private void store(List<AttemptEnd> attempts) {
        List<Optional<JobEvent>> settled = completions.finish(attempts);
        for (int i = 0; i < attempts.size(); i++) {
            if (settled.get(i).isEmpty()) {
                Job job = attempts.get(i).job();
                log.warn("Attempt {} of job {} is stale; its outcome changes nothing", job.attempt(), job.id());
            }
        }
    }

    /** So that the job ends all the same, and says why. */
    private void storeRefusal(AttemptEnd attempt, Throwable refused) throws InterruptedException {
        Job job = attempt.job();
        log.error("Postgres refused the outcome of job {}", job.id(), refused);
        try {
            writer.write(() -> store(List.of(AttemptEnd.of(job, notStored(attempt.outcome())))));
        } catch (RuntimeException | Error e) {
            log.error("Attempt {} of job {} ended without a recorded outcome", job.attempt(), job.id(), e);
        }
    }

    private static Outcome notStored(Outcome outcome) {
        Failure failure =
                new Failure(FailureCode.OUTCOME_NOT_STORED, "The outcome could not be stored; see the worker's log.");
        return new Outcome(
                AttemptState.FAILED,
                outcome.exitCode(),
                outcome.signal(),
                outcome.stopReason(),
                outcome.survivors(),
                outcome.process(),
                failure,
                null,
                null,
                List.of());
    }

    /** What is not recorded by now is not any more; others will find the jobs without a worker. */
    @Override
    public void close() {
        thread.close();
    }
}
