package dev.millrace.bench.queue;

import dev.millrace.bench.scenario.Threads;
import dev.millrace.bench.subject.BenchDatabase;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.model.jobrunr.request.ToolJobs;
import dev.millrace.model.jobrunr.storage.MillraceStorage;
import dev.millrace.model.lifecycle.Transactions;
import dev.millrace.model.lifecycle.submit.Submissions;
import dev.millrace.model.registry.ToolStore;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.model.tool.ToolOrigin;
import dev.millrace.model.tool.manifest.Manifest;
import dev.millrace.model.updates.RedisPublisher;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The queue's own API, and jobs whose tool does nothing. */
public final class NoopQueue {
    static final String NAME = "default";

    private static final int BULK = 1_000;

    private static final NewJob JOB = job(Priority.NORMAL);

    private final ToolJobs jobs;

    NoopQueue(BenchDatabase database, RedisPublisher updates) {
        Submissions submissions = new Submissions(new Transactions(database.jdbi(), updates));
        this.jobs = new ToolJobs(new MillraceStorage(database.dataSource(), submissions), submissions::nextId);
        ToolDefinition tool = Manifest.read("noop", "name: noop\nrun: {command: [noop]}\n", null);
        new ToolStore(database.jdbi()).register(tool, ToolOrigin.API);
    }

    private static NewJob job(Priority priority) {
        return new NewJob(
                "noop",
                1,
                "{}",
                NAME,
                priority,
                Start.NOW,
                Duration.ofMinutes(5),
                3,
                Map.of(),
                null,
                null,
                "benchmark");
    }

    /** Returns the job's id. */
    UUID submit(Priority priority) {
        return this.jobs.submit(job(priority), null).job().id();
    }

    /** @return jobs a second */
    double submitOneByOne(int jobs, int threads) throws IOException {
        long began = System.nanoTime();
        Threads.share(threads, jobs, () -> this.jobs.submit(JOB, null));
        return perSecond(jobs, began);
    }

    /** @return jobs a second */
    public double submitInBulk(int jobs) {
        return submitInBulk(jobs, List.of(Priority.NORMAL));
    }

    /**
     * As evenly of the priorities as can be.
     *
     * @return jobs a second
     */
    double submitInBulk(int jobs, List<Priority> priorities) {
        List<NewJob> kinds = priorities.stream().map(NoopQueue::job).toList();
        long began = System.nanoTime();
        for (int left = jobs; left > 0; left -= BULK) {
            this.jobs.submitAll(Stream.iterate(0, i -> i + 1)
                    .limit(Math.min(left, BULK))
                    .map(i -> kinds.get(i % kinds.size()))
                    .toList());
        }
        return perSecond(jobs, began);
    }

    private static double perSecond(int jobs, long began) {
        return jobs / ((System.nanoTime() - began) / 1e9);
    }
}
