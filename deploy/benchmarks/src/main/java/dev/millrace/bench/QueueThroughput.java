package dev.millrace.bench;

import dev.millrace.model.updates.RedisPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The queue by itself: how fast it takes jobs one by one from eight threads and in bulk from one, and how many jobs that do
 * nothing one worker of 16 slots then ends in a second.
 */
final class QueueThroughput implements Scenario {
    private static final int SLOTS = 16;
    private static final int PRODUCERS = 8;
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 5;
    private static final int JOBS_PER_RUN = 50;

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public List<Measurement> run(Subject subject, int runs, Consumer<String> progress) throws IOException {
        Services services = subject.services();
        Path scratch = Files.createTempDirectory("millrace-bench-");
        try (BenchDatabase database = BenchDatabase.create(services.postgres(), PRODUCERS + 1);
                RedisPublisher updates = new RedisPublisher(services.redis());
                NoopWorker worker = NoopWorker.start(database.settings(), services.redis(), SLOTS, scratch)) {
            return rounds(new NoopQueue(database, updates), worker, runs * JOBS_PER_RUN, progress);
        } finally {
            Directories.delete(scratch);
        }
    }

    private static List<Measurement> rounds(NoopQueue queue, NoopWorker worker, int jobs, Consumer<String> progress)
            throws IOException {
        List<Double> single = new ArrayList<>();
        List<Double> bulk = new ArrayList<>();
        List<Double> run = new ArrayList<>();
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            progress.accept(round < 0 ? "warming up" : "round " + (round + 1) + " of " + ROUNDS);
            double singleRate = queue.submitOneByOne(jobs, PRODUCERS);
            worker.work();
            double afterSingle = queue.awaitEnd(jobs);
            worker.rest();
            double bulkRate = queue.submitInBulk(jobs);
            worker.work();
            double afterBulk = queue.awaitEnd(jobs);
            worker.rest();
            if (round >= 0) {
                single.add(singleRate);
                bulk.add(bulkRate);
                run.addAll(List.of(afterSingle, afterBulk));
            }
        }
        return List.of(
                Measurement.rates("queue.submit", single),
                Measurement.rates("queue.submit-bulk", bulk),
                Measurement.rates("queue.noop", run));
    }
}
