package dev.millrace.bench;

import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.model.queue.JobQueue;
import dev.millrace.model.tool.Manifest;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.model.tool.ToolOrigin;
import dev.millrace.model.tool.ToolStore;
import dev.millrace.model.updates.RedisPublisher;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The queue's own API, and jobs whose tool does nothing. */
final class NoopQueue {
    private static final int BULK = 1_000;

    /** Not too often: a look passes by what is left of all the jobs that have ended. */
    private static final Duration LOOK = Duration.ofMillis(300);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final NewJob JOB = new NewJob(
            "noop", 1, "{}", "default", Priority.NORMAL, Start.NOW, Duration.ofMinutes(5), 3, Map.of(), null, null);

    private final BenchDatabase database;
    private final JobQueue queue;

    NoopQueue(BenchDatabase database, RedisPublisher updates) {
        this.database = database;
        this.queue = new JobQueue(database.jdbi(), updates);
        ToolDefinition tool = Manifest.read("noop", "name: noop\nrun: {command: [noop]}\n", null);
        new ToolStore(database.jdbi()).register(tool, ToolOrigin.API);
    }

    void submit() {
        queue.submit(JOB, null);
    }

    /** @return jobs a second */
    double submitOneByOne(int jobs, int threads) throws IOException {
        long began = System.nanoTime();
        Threads.share(threads, jobs, () -> queue.submit(JOB, null));
        return perSecond(jobs, began);
    }

    /** @return jobs a second */
    double submitInBulk(int jobs) {
        long began = System.nanoTime();
        for (int left = jobs; left > 0; left -= BULK) {
            queue.submitAll(Collections.nCopies(Math.min(left, BULK), JOB));
        }
        return perSecond(jobs, began);
    }

    private static double perSecond(int jobs, long began) {
        return jobs / ((System.nanoTime() - began) / 1e9);
    }

    /**
     * Waits until nothing is left to do.
     *
     * @param jobs how many there were
     * @return jobs a second, from the start of the first attempt to the end of the last
     */
    double awaitEnd(int jobs) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (database.hasLiveJobs()) {
            if (System.nanoTime() > deadline) {
                throw new BenchException("The jobs did not end within " + LONGEST_WAIT.toMinutes() + " minutes");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return jobs / database.secondsOfNewest(jobs);
    }
}
