package dev.millrace.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** How many jobs a second are taken from 64 connections, and how many that do nothing are run; the two overlap. */
final class Throughput implements Scenario {
    private static final int CONNECTIONS = 64;
    private static final int JOBS_PER_RUN = 5;

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public List<Measurement> run(Subject subject, int runs, Consumer<String> progress) throws IOException {
        Jobs jobs = new Jobs(subject.millrace());
        int count = runs * JOBS_PER_RUN;
        long began = System.nanoTime();
        List<String> ids = submit(jobs, count, progress);
        double submitSeconds = (System.nanoTime() - began) / 1e9;

        long firstStart = Long.MAX_VALUE;
        long lastEnd = Long.MIN_VALUE;
        for (String id : ids) {
            JsonNode job = jobs.awaitSuccess(id);
            firstStart = Math.min(firstStart, Jobs.attemptStarted(job));
            lastEnd = Math.max(lastEnd, Jobs.finished(job));
        }
        double runSeconds = (lastEnd - firstStart) / 1e6;
        return List.of(
                Measurement.rate("throughput.submit", count / submitSeconds),
                Measurement.rate("throughput.true", count / runSeconds));
    }

    private static List<String> submit(Jobs jobs, int count, Consumer<String> progress) throws IOException {
        ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
        Threads.share(CONNECTIONS, count, () -> {
            ids.add(jobs.submit(Jobs.TRUE));
            progress.accept(ids.size() + " of " + count);
            return ids;
        });
        return List.copyOf(ids);
    }
}
