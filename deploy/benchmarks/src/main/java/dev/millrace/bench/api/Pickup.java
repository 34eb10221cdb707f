package dev.millrace.bench.api;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Measurement.Target;
import dev.millrace.bench.scenario.Clock;
import dev.millrace.bench.scenario.Extent;
import dev.millrace.bench.scenario.Pause;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * From just before the request is sent to the start of the attempt, as Postgres recorded it, and to the first line of the
 * tool. The system is idle: one job at a time, with a random pause in between.
 */
public final class Pickup implements Scenario {
    /** Without pauses; enough for the code of both sides to be compiled. */
    private static final int WARM_UP = 400;

    @Override
    public String name() {
        return "pickup";
    }

    @Override
    public List<Measurement> run(Subject subject, Extent extent, Consumer<String> progress) throws IOException {
        Jobs jobs = new Jobs(subject.millrace());
        List<Double> attempt = new ArrayList<>();
        List<Double> firstLine = new ArrayList<>();
        for (int run = -WARM_UP; run < extent.runs(); run++) {
            if (run >= 0) {
                Pause.random();
            }
            long sent = Clock.micros();
            String id = jobs.submit(Jobs.stamp("0", 0));
            JsonNode job = jobs.awaitSuccess(id);
            if (run >= 0) {
                attempt.add(Clock.millisBetween(sent, Jobs.attemptStarted(job)));
                firstLine.add(Clock.millisBetween(sent, jobs.toolStarted(id)));
                progress.accept((run + 1) + " of " + extent.runs());
            }
        }
        return List.of(
                Measurement.millis("pickup.attempt-start", attempt, Target.atMost(5, 18.0)),
                Measurement.millis("pickup.first-line", firstLine, Target.atMost(15, 60.0)));
    }
}
