package dev.millrace.bench.api;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Measurement.Target;
import dev.millrace.bench.scenario.Extent;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.subject.MillraceClient;
import dev.millrace.bench.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads on one warm connection: the time at the client, and the time that the server says it took. */
public final class Read implements Scenario {
    private static final int WARM_UP = 2_000;
    private static final int READS_PER_RUN = 5;

    @Override
    public String name() {
        return "read";
    }

    @Override
    public List<Measurement> run(Subject subject, Extent extent, Consumer<String> progress) throws IOException {
        MillraceClient client = subject.millrace();
        Jobs jobs = new Jobs(client);
        String id = jobs.submit(Jobs.stamp("0", 0));
        jobs.awaitSuccess(id);
        List<Measurement> measurements = new ArrayList<>();
        measurements.addAll(read(client, "read.tools", "/api/v1/tools", extent.runs() * READS_PER_RUN, progress));
        measurements.addAll(read(client, "read.job", "/api/v1/jobs/" + id, extent.runs() * READS_PER_RUN, progress));
        return measurements;
    }

    private static List<Measurement> read(
            MillraceClient client, String name, String path, int reads, Consumer<String> progress) throws IOException {
        List<Double> atClient = new ArrayList<>();
        List<Double> atServer = new ArrayList<>();
        for (int read = -WARM_UP; read < reads; read++) {
            long began = System.nanoTime();
            MillraceClient.Answer answer = client.get(path).expect(200);
            double millis = (System.nanoTime() - began) / 1e6;
            if (read >= 0) {
                atClient.add(millis);
                answer.serverMillis().ifPresent(atServer::add);
                progress.accept((read + 1) + " of " + reads);
            }
        }
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(Measurement.millis(name + ".client", atClient, null));
        if (!atServer.isEmpty()) {
            measurements.add(Measurement.millis(name + ".server", atServer, Target.atMost(1, null)));
        }
        return measurements;
    }
}
