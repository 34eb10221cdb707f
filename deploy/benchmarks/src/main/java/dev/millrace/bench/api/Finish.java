package dev.millrace.bench.api;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Measurement.Target;
import dev.millrace.bench.scenario.Clock;
import dev.millrace.bench.scenario.Extent;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * From the last line of the tool to the moment in which a client that follows the job's events has read that it
 * succeeded: for a tool that returns a result, and for one that has just printed lines besides.
 */
public final class Finish implements Scenario {
    private static final int WARM_UP = 30;
    private static final int LINES = 10;

    /** Seconds that the tool takes, so that the stream is open and the past is told before it ends. */
    private static final String PAUSE = "0.15";

    @Override
    public String name() {
        return "finish";
    }

    @Override
    public List<Measurement> run(Subject subject, Extent extent, Consumer<String> progress) throws IOException {
        Jobs jobs = new Jobs(subject.millrace());
        List<Double> silent = new ArrayList<>();
        List<Double> printing = new ArrayList<>();
        for (int run = -WARM_UP; run < extent.runs(); run++) {
            double afterSilence = seen(jobs, 0);
            double afterLines = seen(jobs, LINES);
            if (run >= 0) {
                silent.add(afterSilence);
                printing.add(afterLines);
                progress.accept((run + 1) + " of " + extent.runs());
            }
        }
        return List.of(
                Measurement.millis("finish.sse", silent, Target.atMost(10, null)),
                Measurement.millis("finish.sse-after-lines", printing, Target.atMost(10, null)));
    }

    private static double seen(Jobs jobs, int lines) throws IOException {
        String id = jobs.submit(Jobs.stamp(PAUSE, lines));
        long seen = jobs.followToSuccess(id);
        return Clock.millisBetween(jobs.toolEnded(id), seen);
    }
}
