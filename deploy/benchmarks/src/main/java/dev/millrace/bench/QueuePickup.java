package dev.millrace.bench;

import dev.millrace.bench.Measurement.Target;
import dev.millrace.model.updates.RedisPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * From just before a job is given to the queue's own API to the first line of the code that runs it, in another process.
 * The system is idle: one job at a time, with a random pause in between.
 */
final class QueuePickup implements Scenario {
    private static final int SLOTS = 4;

    /** Without pauses; enough for the code of both sides to be compiled. */
    private static final int WARM_UP = 2_000;

    @Override
    public String name() {
        return "queue-pickup";
    }

    @Override
    public List<Measurement> run(Subject subject, int runs, Consumer<String> progress) throws IOException {
        Services services = subject.services();
        Path scratch = Files.createTempDirectory("millrace-bench-");
        try (BenchDatabase database = BenchDatabase.create(services.postgres(), 2);
                RedisPublisher updates = new RedisPublisher(services.redis());
                NoopWorker worker =
                        NoopWorker.start(database.settings(), services.redis(), SLOTS, scratch, Noop.STAMPS)) {
            NoopQueue queue = new NoopQueue(database, updates);
            worker.work();
            List<Double> millis = new ArrayList<>();
            for (int run = -WARM_UP; run < runs; run++) {
                if (run >= 0) {
                    Pause.random();
                    progress.accept((run + 1) + " of " + runs);
                }
                long began = Clock.micros();
                queue.submit();
                double took = Clock.millisBetween(began, worker.awaitStamp());
                if (run >= 0) {
                    millis.add(took);
                }
            }
            worker.rest();
            return List.of(Measurement.millis("queue-pickup", millis, new Target(4, 12.0)));
        } finally {
            Directories.delete(scratch);
        }
    }
}
