package dev.millrace.bench.api;

import dev.millrace.bench.api.SubmitCrowd.Answers;
import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Measurement.Target;
import dev.millrace.bench.scenario.Extent;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.subject.BenchException;
import dev.millrace.bench.subject.LocalMillrace;
import dev.millrace.bench.subject.MillraceClient;
import dev.millrace.bench.subject.Subject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Submits for a minute at three times the rate that four thousand connections reach: how long accepted ones take, how many are
 * refused, and what the API node takes of the memory. Whatever was accepted must be there afterwards.
 */
public final class Overload implements Scenario {
    private static final String PAUSED = "/api/v1/queues/bench-still";
    private static final String REQUEST = """
            {"tool":"bench-stamp","queue":"bench-still","parameters":{"pause":"0","lines":0}}""";

    private static final int TIMES = 3;
    private static final Duration LENGTH = Duration.ofMinutes(1);
    private static final int CONNECTIONS = 4_000;
    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 3;
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final double MORE_THAN_ENOUGH = 50_000;

    @Override
    public String name() {
        return "overload";
    }

    @Override
    public List<Measurement> run(Subject subject, Extent extent, Consumer<String> progress) throws IOException {
        MillraceClient client = subject.millrace();
        LocalMillrace own = subject.own();
        client.post(PAUSED + "/pause", "").expect(200);
        try {
            byte[] request = RawConnection.request("POST", client.base(), "/api/v1/jobs", "application/json", REQUEST);
            List<Double> rates = rates(client.base(), request, progress);
            Measurement most = Measurement.rates("overload.most", rates, null);
            progress.accept("a minute at three times the rate");
            long before = depth(client);
            Answers answers = answers(client.base(), request, TIMES * most.percentile(50), LENGTH);
            long stored = depth(client) - before;
            if (stored != answers.accepted().size()) {
                throw new BenchException(
                        answers.accepted().size() + " jobs were accepted, and " + stored + " are there");
            }
            return List.of(
                    most,
                    Measurement.millis("overload.accepted", answers.accepted(), Target.atMost(1_000, 1_000.0)),
                    Measurement.millis("overload.refused", zeroIfNone(answers.refused()), null),
                    count("overload.accepted-count", answers.accepted().size()),
                    count("overload.refused-count", answers.refused().size()),
                    count("overload.unsent-count", answers.unsent()),
                    new Measurement("overload.memory", "MB", List.of(own.apiPeakMemory() / 1e6), null));
        } finally {
            // The next scenario gets a new one: clearing this one of a million jobs would take minutes.
            subject.services();
        }
    }

    private static List<Double> rates(URI server, byte[] request, Consumer<String> progress) throws IOException {
        List<Double> rates = new ArrayList<>();
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            progress.accept(round < 0 ? "warming up" : "as fast as can be, round " + (round + 1) + " of " + ROUNDS);
            int accepted =
                    answers(server, request, MORE_THAN_ENOUGH, ROUND).accepted().size();
            if (round >= 0) {
                rates.add((double) accepted / ROUND.toSeconds());
            }
        }
        return rates;
    }

    private static Answers answers(URI server, byte[] request, double perSecond, Duration length) throws IOException {
        try (SubmitCrowd crowd = new SubmitCrowd(server, request, CONNECTIONS)) {
            return crowd.run(perSecond, length);
        }
    }

    private static long depth(MillraceClient client) throws IOException {
        return client.get(PAUSED).expect(200).json().path("queued").asLong();
    }

    private static Measurement count(String name, int count) {
        return new Measurement(name, "", List.of((double) count), null);
    }

    private static List<Double> zeroIfNone(List<Double> values) {
        return values.isEmpty() ? List.of(0.0) : values;
    }
}
