package dev.millrace.bench.api;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Measurement.Target;
import dev.millrace.bench.scenario.Clock;
import dev.millrace.bench.scenario.Extent;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.subject.MillraceClient;
import dev.millrace.bench.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Five thousand who watch one job: from its start, as Postgres recorded it, until the last of them has read of it, and
 * what a stream takes of the API node's memory.
 */
public final class Streams implements Scenario {
    private static final int WATCHERS = 5_000;
    private static final int WARM_UPS = 1;
    private static final int ROUNDS = 5;
    private static final String QUEUE = "/api/v1/queues/bench-watched";
    private static final String REQUEST = """
            {"tool":"bench-stamp","queue":"bench-watched","parameters":{"pause":"5","lines":0}}""";

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public List<Measurement> run(Subject subject, Extent extent, Consumer<String> progress) throws IOException {
        MillraceClient client = subject.millrace();
        List<Double> last = new ArrayList<>();
        List<Double> kilobytes = new ArrayList<>();
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            progress.accept(round < 0 ? "warming up" : "round " + (round + 1) + " of " + ROUNDS);
            client.post(QUEUE + "/pause", "").expect(200);
            Jobs jobs = new Jobs(client);
            String id = jobs.submit(REQUEST);
            long before = subject.own().apiMemory();
            try (StreamCrowd crowd = new StreamCrowd(client.base(), "/api/v1/jobs/" + id + "/events", WATCHERS)) {
                crowd.awaitAll("\"state\":\"QUEUED\"");
                long after = subject.own().apiMemory();
                client.post(QUEUE + "/resume", "").expect(200);
                long seen = crowd.awaitAll("\"state\":\"RUNNING\"");
                if (round >= 0) {
                    last.add(Clock.millisBetween(Jobs.attemptStarted(jobs.get(id)), seen));
                    kilobytes.add((after - before) / 1_000.0 / WATCHERS);
                }
            }
            jobs.awaitSuccess(id);
        }
        return List.of(
                Measurement.millis("streams.last", last, Target.atMost(250, null)),
                new Measurement("streams.memory", "kB", kilobytes, Target.atMost(30, null)));
    }
}
