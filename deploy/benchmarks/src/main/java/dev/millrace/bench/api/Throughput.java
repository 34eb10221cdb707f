package dev.millrace.bench.api;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Measurement.Target;
import dev.millrace.bench.scenario.Extent;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.scenario.Threads;
import dev.millrace.bench.subject.MillraceClient;
import dev.millrace.bench.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** How many jobs a second that start {@code /bin/true} are run, of those that wait already. */
public final class Throughput implements Scenario {
    private static final int CONNECTIONS = 64;
    private static final int JOBS_PER_RUN = 10;
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 5;
    private static final String QUEUE = "/api/v1/queues/bench-true";
    private static final String TRUE = """
            {"tool":"bench-true","queue":"bench-true"}""";

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public List<Measurement> run(Subject subject, Extent extent, Consumer<String> progress) throws IOException {
        List<Double> rates = new ArrayList<>();
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            progress.accept(round < 0 ? "warming up" : "round " + (round + 1) + " of " + ROUNDS);
            double rate = rate(subject.millrace(), extent.runs() * JOBS_PER_RUN);
            if (round >= 0) {
                rates.add(rate);
            }
        }
        return List.of(Measurement.rates("throughput.true", rates, Target.atLeast(600)));
    }

    private static double rate(MillraceClient client, int count) throws IOException {
        Jobs jobs = new Jobs(client);
        client.post(QUEUE + "/pause", "").expect(200);
        Deque<String> ids = new ConcurrentLinkedDeque<>();
        Threads.share(CONNECTIONS, count, () -> ids.add(jobs.submit(TRUE)));
        client.post(QUEUE + "/resume", "").expect(200);
        // About the last to end: asking for the others before would take from them.
        jobs.awaitSuccess(ids.getLast());
        long firstStart = Long.MAX_VALUE;
        long lastEnd = Long.MIN_VALUE;
        for (String id : ids) {
            JsonNode job = jobs.awaitSuccess(id);
            firstStart = Math.min(firstStart, Jobs.attemptStarted(job));
            lastEnd = Math.max(lastEnd, Jobs.finished(job));
        }
        return count / ((lastEnd - firstStart) / 1e6);
    }
}
