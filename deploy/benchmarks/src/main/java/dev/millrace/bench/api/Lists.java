package dev.millrace.bench.api;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Measurement.Target;
import dev.millrace.bench.scenario.Extent;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.subject.BenchDatabase;
import dev.millrace.bench.subject.MillraceClient;
import dev.millrace.bench.subject.PastJobs;
import dev.millrace.bench.subject.Subject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads from 64 connections when a long history is there: jobs by id, the newest jobs of a state, and pages of it, each from
 * a place of its own.
 */
public final class Lists implements Scenario {
    private static final String QUEUE = "/api/v1/queues/bench-past";
    private static final String REQUEST = """
            {"tool":"bench-stamp","queue":"bench-past","labels":{"owner":"bench"},"parameters":{"pause":"0","lines":0}}
            """;

    private static final int SAMPLE = 10_000;
    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 3;
    private static final int REQUESTS_PER_RUN = 10;

    @Override
    public String name() {
        return "lists";
    }

    @Override
    public List<Measurement> run(Subject subject, Extent extent, Consumer<String> progress) throws IOException {
        MillraceClient client = subject.millrace();
        BenchDatabase database = subject.own().database();
        try {
            database.widenSlice();
            client.post(QUEUE + "/pause", "").expect(200);
            client.postLines("/api/v1/jobs/bulk", REQUEST.repeat(SAMPLE)).expect(202);
            client.post(QUEUE + "/clear", "").expect(200);
            PastJobs.fill(database.jdbi(), extent.history(), progress);
            return read(client.base(), ids(database), extent.runs() * REQUESTS_PER_RUN, progress);
        } finally {
            // The next scenario gets a new one, without the history.
            subject.services();
        }
    }

    private static List<String> ids(BenchDatabase database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT id::text FROM job_finished ORDER BY random() LIMIT " + SAMPLE)
                        .mapTo(String.class)
                        .list());
    }

    private static List<Measurement> read(URI server, List<String> ids, int requests, Consumer<String> progress)
            throws IOException {
        HttpLoad load = new HttpLoad(server);
        Function<String, Supplier<byte[]>> anyOf = path -> {
            List<byte[]> all =
                    ids.stream().map(id -> RawConnection.get(server, path + id)).toList();
            return () -> all.get(ThreadLocalRandom.current().nextInt(all.size()));
        };
        Supplier<byte[]> job = anyOf.apply("/api/v1/jobs/");
        Supplier<byte[]> page = anyOf.apply("/api/v1/jobs?state=CANCELLED&label=owner:bench&limit=50&cursor=");
        byte[] newest = RawConnection.get(server, "/api/v1/jobs?state=CANCELLED&limit=50");
        List<Double> jobs = new ArrayList<>();
        List<Double> firsts = new ArrayList<>();
        List<Double> pages = new ArrayList<>();
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            progress.accept(round < 0 ? "warming up" : "round " + (round + 1) + " of " + ROUNDS);
            double rate = load.run(requests, job, 200).perSecond();
            List<Double> first = load.run(requests, () -> newest, 200).millis();
            List<Double> each = load.run(requests / 5, page, 200).millis();
            if (round >= 0) {
                jobs.add(rate);
                firsts.addAll(first);
                pages.addAll(each);
            }
        }
        return List.of(
                Measurement.rates("lists.job", jobs, Target.atLeast(5_000)),
                Measurement.millis("lists.newest", firsts, null),
                Measurement.millis("lists.page", pages, null));
    }
}
