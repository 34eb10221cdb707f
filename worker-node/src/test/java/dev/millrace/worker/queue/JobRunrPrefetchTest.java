package dev.millrace.worker.queue;

import dev.millrace.model.job.Job;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;

/** The same of prefetched jobs, with the real engine. */
class JobRunrPrefetchTest extends DispatcherPrefetchTest {
    private final JobRunrEngine engine = new JobRunrEngine();

    @Override
    Engine engine(int slots, IntFunction<List<Job>> claim, Attempts attempts) {
        return engine.start(slots, claim, attempts);
    }

    @Override
    @AfterEach
    void close() {
        super.close();
        engine.close();
    }
}
