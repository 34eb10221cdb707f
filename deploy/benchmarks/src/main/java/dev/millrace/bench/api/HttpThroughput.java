package dev.millrace.bench.api;

import dev.millrace.bench.api.HttpLoad.Load;
import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Measurement.Target;
import dev.millrace.bench.scenario.Extent;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.subject.BenchException;
import dev.millrace.bench.subject.MillraceClient;
import dev.millrace.bench.subject.Subject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the API node takes and answers by itself: from 64 connections, of jobs that nobody runs, as their queue is paused.
 * The lists are read while all of them wait.
 */
public final class HttpThroughput implements Scenario {
    private static final String QUEUE = "bench-still";
    private static final String PAUSED = "/api/v1/queues/" + QUEUE;
    private static final String REQUEST = """
            {"tool":"bench-stamp","queue":"bench-still","labels":{"owner":"bench"},"parameters":{"pause":"0","lines":0}}""";

    private static final int BULK = 10_000;
    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 3;
    private static final int JOBS_PER_RUN = 25;

    @Override
    public String name() {
        return "http";
    }

    @Override
    public List<Measurement> run(Subject subject, Extent extent, Consumer<String> progress) throws IOException {
        MillraceClient client = subject.millrace();
        client.post(PAUSED + "/pause", "").expect(200);
        try {
            return rounds(client, extent.runs() * JOBS_PER_RUN, progress);
        } finally {
            client.post(PAUSED + "/clear", "").expect(200);
            client.post(PAUSED + "/resume", "").expect(200);
        }
    }

    private static List<Measurement> rounds(MillraceClient client, int requests, Consumer<String> progress)
            throws IOException {
        URI server = client.base();
        HttpLoad load = new HttpLoad(server);
        String job = client.post("/api/v1/jobs", REQUEST)
                .expect(202)
                .json()
                .path("id")
                .asString();
        byte[] submit = RawConnection.request("POST", server, "/api/v1/jobs", "application/json", REQUEST);
        byte[] bulk = RawConnection.request(
                "POST", server, "/api/v1/jobs/bulk", "application/x-ndjson", (REQUEST + "\n").repeat(BULK));
        byte[] one = RawConnection.get(server, "/api/v1/jobs/" + job);
        byte[] tools = RawConnection.get(server, "/api/v1/tools");
        byte[] list = RawConnection.get(server, "/api/v1/jobs?state=QUEUED&limit=50");
        List<Double> submits = new ArrayList<>();
        List<Double> bulks = new ArrayList<>();
        List<Double> jobReads = new ArrayList<>();
        List<Double> toolReads = new ArrayList<>();
        List<Double> lists = new ArrayList<>();
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            progress.accept(round < 0 ? "warming up" : "round " + (round + 1) + " of " + ROUNDS);
            Load submitted = load.run(requests, submit, 202);
            double bulkRate = bulkRate(server, bulk, Math.max(1, requests / BULK));
            Load jobRead = load.run(requests, one, 200);
            Load toolRead = load.run(requests, tools, 200);
            Load listed = load.run(requests / 5, list, 200);
            if (round >= 0) {
                submits.add(submitted.perSecond());
                bulks.add(bulkRate);
                jobReads.add(jobRead.perSecond());
                toolReads.add(toolRead.perSecond());
                lists.addAll(listed.millis());
            }
        }
        return List.of(
                Measurement.rates("http.submit", submits, Target.atLeast(3_500)),
                Measurement.rates("http.submit-bulk", bulks, Target.atLeast(30_000)),
                Measurement.rates("http.job", jobReads, Target.atLeast(5_000)),
                Measurement.rates("http.tools", toolReads, Target.atLeast(8_000)),
                Measurement.millis("http.list", lists, null));
    }

    private static double bulkRate(URI server, byte[] bulk, int times) throws IOException {
        try (RawConnection connection = new RawConnection(server)) {
            long began = System.nanoTime();
            for (int i = 0; i < times; i++) {
                int status = connection.exchange(bulk);
                if (status != 202) {
                    throw new BenchException("The server answered " + status + " to a bulk of jobs");
                }
            }
            return times * BULK / ((System.nanoTime() - began) / 1e9);
        }
    }
}
