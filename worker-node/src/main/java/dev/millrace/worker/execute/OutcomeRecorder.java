package dev.millrace.worker.execute;

import dev.millrace.model.db.Database;
import dev.millrace.model.db.OutageLog;
import dev.millrace.model.job.AttemptState;
import dev.millrace.model.job.Failure;
import dev.millrace.model.job.FailureCode;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.queue.WorkQueue;
import dev.millrace.model.queue.WorkQueue.Ended;
import dev.millrace.model.thread.Mailbox;
import dev.millrace.model.thread.NodeThread;
import dev.millrace.worker.runtime.ExhaustedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that outcomes are recorded, however long Postgres is away. One thread does it: what ends while a commit is
 * under way goes into the next.
 */
public final class OutcomeRecorder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OutcomeRecorder.class);
    private static final long RETRY_MILLIS = 250;

    /** Rows that a statement changes in some ten milliseconds. */
    private static final int TOGETHER = 200;

    private final WorkQueue queue;
    private final OutageLog outage = new OutageLog(log, "outcomes wait");
    private final Mailbox<Entry> waiting = new Mailbox<>(Integer.MAX_VALUE);
    private final NodeThread thread = new NodeThread("outcomes", this::step);

    /** Taken and not done with; of the recorder's own thread. */
    private final Deque<Entry> batch = new ArrayDeque<>();

    private record Entry(Ended ended, Runnable settled) {}

    public OutcomeRecorder(WorkQueue queue) {
        this.queue = queue;
        thread.start();
    }

    /**
     * Returns at once.
     *
     * @param settled called, by the recorder's thread, when the outcome is recorded or the attempt has become stale
     */
    void record(Job job, Outcome outcome, Runnable settled) {
        boolean unused = waiting.offer(new Entry(new Ended(job, outcome), settled));
    }

    /** One that was broken off is begun again: an outcome that is recorded already is stale, and changes nothing. */
    private void step() throws InterruptedException {
        if (batch.isEmpty()) {
            batch.addAll(waiting.take(TOGETHER, NodeThread.IDLE));
        }
        if (!batch.isEmpty()) {
            store(batch.stream().map(Entry::ended).toList());
        }
        for (Entry entry = batch.poll(); entry != null; entry = batch.poll()) {
            entry.settled().run();
        }
    }

    /** What Postgres refuses of one attempt is not to hit the others. */
    private void store(List<Ended> attempts) throws InterruptedException {
        try {
            untilPostgresAnswers(attempts);
        } catch (RuntimeException | Error refused) {
            if (attempts.size() > 1) {
                for (Ended one : attempts) {
                    store(List.of(one));
                }
            } else {
                storeRefusal(attempts.get(0), refused);
            }
        }
    }

    private void storeRefusal(Ended attempt, Throwable refused) throws InterruptedException {
        Job job = attempt.job();
        log.error("Postgres refused the outcome of job {}", job.id(), refused);
        try {
            untilPostgresAnswers(List.of(new Ended(job, notStored(attempt.outcome()))));
        } catch (RuntimeException | Error e) {
            log.error("Attempt {} of job {} ended without a recorded outcome", job.attempt(), job.id(), e);
        }
    }

    private void untilPostgresAnswers(List<Ended> attempts) throws InterruptedException {
        while (true) {
            try {
                List<Optional<JobEvent>> settled = queue.finish(attempts);
                outage.done();
                for (int i = 0; i < attempts.size(); i++) {
                    if (settled.get(i).isEmpty()) {
                        Job job = attempts.get(i).job();
                        log.warn("Attempt {} of job {} is stale; its outcome changes nothing", job.attempt(), job.id());
                    }
                }
                return;
            } catch (RuntimeException | Error e) {
                // Without a thread, the pool cannot open a connection.
                if (!Database.isUnavailable(e) && !ExhaustedException.is(e)) {
                    throw e;
                }
                outage.failed(e);
                NodeThread.progress();
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
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
