package dev.millrace.worker.jobrunr;

import java.util.concurrent.atomic.AtomicInteger;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.JobSteward;
import org.jobrunr.server.tasks.steward.OnboardNewWorkTask;

/**
 * JobRunr's steward, which fetches when it is told to. By itself it would do so with each thread that becomes idle; the
 * dispatcher sees that in its slots, and sees as well when a fetch would bring nothing.
 */
final class Steward extends JobSteward {
    private final OnboardNewWorkTask fetch = getTaskOfType(OnboardNewWorkTask.class);
    private final AtomicInteger occupied = new AtomicInteger();

    Steward(BackgroundJobServer server) {
        super(server);
    }

    /** Fetches on this thread, unless another one is just at it or the server does not run. */
    void fetch() {
        fetch.runTaskThreadSafe();
    }

    @Override
    public void notifyThreadOccupied() {
        occupied.incrementAndGet();
    }

    @Override
    public void notifyThreadIdle() {
        occupied.decrementAndGet();
    }

    @Override
    public int getOccupiedWorkerCount() {
        return occupied.get();
    }
}
