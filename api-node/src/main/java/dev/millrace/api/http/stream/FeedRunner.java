package dev.millrace.api.http.stream;

import dev.millrace.model.db.OutageLog;
import dev.millrace.model.thread.TaskThreads;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what Postgres has to one stream, in steps, whenever it is told that there may be more. It never runs twice at
 * once, holds no thread between its steps, and waits for a client that reads slowly.
 */
public final class FeedRunner {
    private static final Logger log = LoggerFactory.getLogger(FeedRunner.class);
    private static final Duration CONGESTION = Duration.ofMillis(20);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** There may be hundreds of streams, and they have one Postgres. */
    private static final OutageLog OUTAGE = new OutageLog(log, "streams wait");

    private final StreamedAnswer stream;
    private final TaskThreads threads;
    private final Step step;
    private final AtomicInteger signals = new AtomicInteger();

    /** One step; true when there is more to do at once. */
    public interface Step {
        boolean run();
    }

    public FeedRunner(StreamedAnswer stream, TaskThreads threads, Step step) {
        this.stream = stream;
        this.threads = threads;
        this.step = step;
    }

    /** Says that there may be more; returns at once. */
    public void signal() {
        if (signals.getAndIncrement() == 0) {
            threads.execute(this::run);
        }
    }

    private void run() {
        int seen = signals.get();
        try {
            if (!stream.isOpen()) {
                return;
            }
            if (stream.isCongested()) {
                threads.schedule(CONGESTION, this::run);
            } else if (step() || !signals.compareAndSet(seen, 0)) {
                threads.execute(this::run);
            }
        } catch (RuntimeException away) {
            OUTAGE.failed(away);
            threads.schedule(RETRY, this::run);
        } catch (Error broken) {
            // The client comes back, and finds out where it was.
            stream.close();
            throw broken;
        }
    }

    private boolean step() {
        boolean more = step.run();
        OUTAGE.done();
        return more;
    }
}
