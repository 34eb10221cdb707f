package dev.millrace.worker.queue;

import dev.millrace.model.job.Job;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;

/** All that the dispatcher promises, with the real engine. */
class JobRunrDispatcherTest extends DispatcherTest {
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
