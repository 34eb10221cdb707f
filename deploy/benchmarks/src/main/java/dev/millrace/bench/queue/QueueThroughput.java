package dev.millrace.bench.queue;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Measurement.Target;
import dev.millrace.bench.scenario.Extent;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The queue by itself: how fast it takes jobs one by one from eight threads and in bulk from one, and how many jobs that do
 * nothing one worker of 16 slots then ends in a second.
 */
public final class QueueThroughput implements Scenario {
    private static final int SLOTS = 16;
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 5;
    private static final int JOBS_PER_RUN = 50;

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public List<Measurement> run(Subject subject, Extent extent, Consumer<String> progress) throws IOException {
        int jobs = extent.runs() * JOBS_PER_RUN;
        List<Double> single = new ArrayList<>();
        List<Double> bulk = new ArrayList<>();
        List<Double> run = new ArrayList<>();
        try (QueueSite site = QueueSite.open(subject.services(), "millrace_bench", SLOTS)) {
            for (int round = -WARM_UPS; round < ROUNDS; round++) {
                progress.accept(round < 0 ? "warming up" : "round " + (round + 1) + " of " + ROUNDS);
                double singleRate = site.queue().submitOneByOne(jobs, QueueSite.PRODUCERS);
                double afterSingle = site.run(jobs);
                double bulkRate = site.queue().submitInBulk(jobs);
                double afterBulk = site.run(jobs);
                if (round >= 0) {
                    single.add(singleRate);
                    bulk.add(bulkRate);
                    run.addAll(List.of(afterSingle, afterBulk));
                }
            }
        }
        return List.of(
                Measurement.rates("queue.submit", single, Target.atLeast(6_000)),
                Measurement.rates("queue.submit-bulk", bulk, null),
                Measurement.rates("queue.noop", run, null));
    }
}
