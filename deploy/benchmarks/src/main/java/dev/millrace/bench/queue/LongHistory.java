package dev.millrace.bench.queue;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Measurement.Target;
import dev.millrace.bench.scenario.Extent;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.subject.PastJobs;
import dev.millrace.bench.subject.Services;
import dev.millrace.bench.subject.Subject;
import dev.millrace.model.job.Priority;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a long history and a long queue cost: two databases, of which one has both, and the other only what is run, take
 * turns, each as often first. The planner knows nothing of either, as its statistics are of the time before.
 */
public final class LongHistory implements Scenario {
    private static final int SLOTS = 16;
    private static final List<Priority> NORMAL = List.of(Priority.NORMAL);
    private static final List<Priority> MIXED = List.of(Priority.values());

    @Override
    public String name() {
        return "queue-long";
    }

    @Override
    public List<Measurement> run(Subject subject, Extent extent, Consumer<String> progress) throws IOException {
        Services services = subject.services();
        try (QueueSite small = QueueSite.open(services, "millrace_bench", SLOTS);
                QueueSite large = QueueSite.open(services, "millrace_bench_long", SLOTS)) {
            large.database().widenSlice();
            large.queue().submitInBulk(InTurn.JOBS);
            large.run(InTurn.JOBS);
            small.database().freezeStatistics();
            large.database().freezeStatistics();
            PastJobs.fill(large.database().jdbi(), extent.history(), progress);
            large.database().vacuum();

            List<Measurement> measurements = new ArrayList<>();
            measurements.addAll(compare(small, large, "history", NORMAL, 0, progress));
            measurements.addAll(compare(small, large, "backlog", NORMAL, extent.backlog(), progress));
            measurements.addAll(compare(small, large, "backlog-mixed", MIXED, extent.backlog(), progress));
            return measurements;
        }
    }

    private List<Measurement> compare(
            QueueSite small,
            QueueSite large,
            String what,
            List<Priority> priorities,
            int backlog,
            Consumer<String> progress)
            throws IOException {
        large.queue().submitInBulk(backlog, priorities);
        large.database().checkpoint();
        InTurn.Rates rates = InTurn.measure(small, large, priorities, what, progress);
        String name = name() + "." + what;
        return List.of(
                Measurement.rates(name, rates.large(), null),
                Measurement.rates(name + ".short", rates.small(), null),
                Measurement.ratios(
                        name + ".ratio", rates.large(), rates.small(), Target.atLeast(backlog == 0 ? 0.95 : 0.9)));
    }
}
