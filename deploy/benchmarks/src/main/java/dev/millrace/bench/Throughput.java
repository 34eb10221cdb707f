package dev.millrace.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
    public List<Measurement> run(MillraceClient client, int runs, Consumer<String> progress) throws IOException {
        Jobs jobs = new Jobs(client);
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
        AtomicInteger left = new AtomicInteger(count);
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<?>> senders = new ArrayList<>();
            for (int sender = 0; sender < CONNECTIONS; sender++) {
                senders.add(threads.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        ids.add(jobs.submit(Jobs.TRUE));
                        progress.accept(ids.size() + " of " + count);
                    }
                    return null;
                }));
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new BenchException("A job could not be submitted: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted");
        } finally {
            threads.shutdownNow();
        }
        return List.copyOf(ids);
    }
}
