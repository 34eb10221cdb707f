package dev.millrace.bench.queue;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Measurement.Target;
import dev.millrace.bench.scenario.Clock;
import dev.millrace.bench.scenario.Extent;
import dev.millrace.bench.scenario.Pause;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.subject.Subject;
import dev.millrace.model.job.Priority;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * From just before a job is given to the queue's own API to the first line of the code that runs it, in another process.
 * The system is idle: one job at a time, with a random pause in between.
 */
public final class QueuePickup implements Scenario {
    private static final int SLOTS = 4;

    /** Without pauses; enough for the code of both sides to be compiled. */
    private static final int WARM_UP = 3_000;

    @Override
    public String name() {
        return "queue-pickup";
    }

    @Override
    public List<Measurement> run(Subject subject, Extent extent, Consumer<String> progress) throws IOException {
        try (QueueSite site = QueueSite.open(subject.services(), "millrace_bench", SLOTS, Noop.STAMPS)) {
            site.resume();
            List<Double> millis = new ArrayList<>();
            for (int run = -WARM_UP; run < extent.runs(); run++) {
                if (run >= 0) {
                    Pause.random();
                    progress.accept((run + 1) + " of " + extent.runs());
                }
                long began = Clock.micros();
                site.queue().submit(Priority.NORMAL);
                double took =
                        Clock.millisBetween(began, site.worker().awaitStamp().micros());
                if (run >= 0) {
                    millis.add(took);
                }
            }
            return List.of(Measurement.millis("queue-pickup", millis, Target.atMost(4, 12.0)));
        }
    }
}
