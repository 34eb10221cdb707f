package dev.millrace.bench.api;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Measurement.Target;
import dev.millrace.bench.scenario.Clock;
import dev.millrace.bench.scenario.Extent;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.subject.MillraceClient;
import dev.millrace.bench.subject.Subject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpResponse;
import tools.jackson.databind.JsonNode;

/**
 * The log: how long a line takes from the tool to one who watches, at a thousand lines a second, and how fast a tool can
 * print that prints a million lines.
 */
public final class Lines implements Scenario {
    private static final int PER_SECOND = 1_000;
    private static final int LINES_PER_RUN = 50;
    private static final int WARM_UP_LINES = 5_000;
    private static final int ROUNDS = 3;
    private static final double CHATTY_MEGABYTES = 101;
    private static final Pattern STAMP = Pattern.compile("\"text\":\"([0-9]{16})\"");

    @Override
    public String name() {
        return "lines";
    }

    @Override
    public List<Measurement> run(Subject subject, Extent extent, Consumer<String> progress) throws IOException {
        MillraceClient client = subject.millrace();
        progress.accept("warming up");
        latencies(client, WARM_UP_LINES);
        progress.accept("at " + PER_SECOND + " a second");
        List<Double> millis = latencies(client, extent.runs() * LINES_PER_RUN);
        Jobs jobs = new Jobs(client);
        List<Double> rates = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            progress.accept("a million, round " + (round + 1) + " of " + ROUNDS);
            JsonNode job = jobs.awaitSuccess(jobs.submit("{\"tool\":\"bench-chatty\"}"));
            rates.add(CHATTY_MEGABYTES / (Clock.millisBetween(Jobs.attemptStarted(job), Jobs.finished(job)) / 1_000));
        }
        return List.of(
                Measurement.millis("lines.latency", millis, Target.atMost(50, 50.0)),
                new Measurement("lines.chatty", "MB/s", rates, Target.atLeast(50)),
                new Measurement(
                        "lines.worker-memory", "MB", List.of(subject.own().workerPeakMemory() / 1e6), null));
    }

    private static List<Double> latencies(MillraceClient client, int lines) throws IOException {
        String id = new Jobs(client)
                .submit("{\"tool\":\"bench-lines\",\"parameters\":{\"lines\":%d,\"perSecond\":%d}}"
                        .formatted(lines, PER_SECOND));
        List<Double> millis = new ArrayList<>();
        try (ClassicHttpResponse response = client.stream("/api/v1/jobs/" + id + "/logs");
                BufferedReader events = new BufferedReader(
                        new InputStreamReader(response.getEntity().getContent(), StandardCharsets.UTF_8))) {
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                Matcher stamp = STAMP.matcher(line);
                if (line.startsWith("data:") && stamp.find()) {
                    millis.add(Clock.millisBetween(Long.parseLong(stamp.group(1)), Clock.micros()));
                }
            }
        }
        return millis;
    }
}
