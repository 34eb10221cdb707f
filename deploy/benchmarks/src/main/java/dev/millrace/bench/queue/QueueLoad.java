package dev.millrace.bench.queue;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Measurement.Target;
import dev.millrace.bench.scenario.Clock;
import dev.millrace.bench.scenario.Extent;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.scenario.Threads;
import dev.millrace.bench.subject.Subject;
import dev.millrace.model.job.Priority;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Pick-up as in {@link QueuePickup}, while jobs come in at half the rate at which they can be submitted and run at once.
 * One in ten is critical.
 */
public final class QueueLoad implements Scenario {
    private static final int SLOTS = 16;
    private static final int JOBS_PER_RUN = 50;
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 3;
    private static final int CRITICAL_EVERY = 10;

    @Override
    public String name() {
        return "queue-load";
    }

    @Override
    public List<Measurement> run(Subject subject, Extent extent, Consumer<String> progress) throws IOException {
        int jobs = extent.runs() * JOBS_PER_RUN;
        try (QueueSite site = QueueSite.open(subject.services(), "millrace_bench", SLOTS, Noop.STAMPS)) {
            site.resume();
            List<Double> most = new ArrayList<>();
            for (int round = -WARM_UPS; round < ROUNDS; round++) {
                progress.accept(round < 0 ? "warming up" : "as fast as can be, round " + (round + 1) + " of " + ROUNDS);
                double rate = atOnce(site, jobs);
                if (round >= 0) {
                    most.add(rate);
                }
            }
            Measurement rate = Measurement.rates("queue-load.most", most, null);
            progress.accept("at half the rate");
            List<Latency> latencies = paced(site, jobs, rate.percentile(50) / 2);
            return List.of(
                    rate,
                    Measurement.millis(
                            "queue-load.critical", of(Priority.CRITICAL, latencies), Target.atMost(50, 50.0)),
                    Measurement.millis("queue-load.normal", of(Priority.NORMAL, latencies), Target.atMost(250, 250.0)));
        }
    }

    private static double atOnce(QueueSite site, int jobs) throws IOException {
        Instant began = site.database().now();
        site.queue().submitOneByOne(jobs, QueueSite.PRODUCERS);
        for (int i = 0; i < jobs; i++) {
            site.worker().awaitStamp();
        }
        site.awaitEnd(began, jobs);
        return jobs / site.database().secondsOfFirstSince(began, jobs);
    }

    private record Submission(Priority priority, long micros) {}

    private record Latency(Priority priority, double millis) {}

    /** Who is late does not wait for the next turn. */
    private static List<Latency> paced(QueueSite site, int jobs, double perSecond) throws IOException {
        Map<UUID, Submission> submitted = new ConcurrentHashMap<>();
        AtomicInteger turns = new AtomicInteger();
        long began = System.nanoTime();
        Threads.share(QueueSite.PRODUCERS, jobs, () -> {
            int turn = turns.getAndIncrement();
            Priority priority = turn % CRITICAL_EVERY == 0 ? Priority.CRITICAL : Priority.NORMAL;
            LockSupport.parkNanos(began + (long) (turn / perSecond * 1e9) - System.nanoTime());
            Submission submission = new Submission(priority, Clock.micros());
            return submitted.put(site.queue().submit(priority), submission);
        });
        List<Latency> latencies = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            NoopWorker.Stamp stamp = site.worker().awaitStamp();
            Submission submission = Objects.requireNonNull(submitted.get(stamp.job()));
            latencies.add(new Latency(submission.priority(), Clock.millisBetween(submission.micros(), stamp.micros())));
        }
        return latencies;
    }

    private static List<Double> of(Priority priority, List<Latency> latencies) {
        return latencies.stream()
                .filter(latency -> latency.priority() == priority)
                .map(Latency::millis)
                .toList();
    }
}
