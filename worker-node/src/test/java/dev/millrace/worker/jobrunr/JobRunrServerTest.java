package dev.millrace.worker.jobrunr;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.job.Job;
import dev.millrace.model.worker.Worker;
import dev.millrace.worker.TestJobs;
import dev.millrace.worker.TestQueue;
import dev.millrace.worker.queue.Attempts;
import dev.millrace.worker.queue.Claimed;
import dev.millrace.worker.runtime.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class JobRunrServerTest {
    private final TestQueue queue = new TestQueue();
    private final Worker worker = queue.worker();
    private final JobRunrServer server = new JobRunrServer(
            queue.storage,
            worker,
            limit -> List.of(TestJobs.running()),
            new Unused(),
            new Programs(queue.storage, JavaJobs.NONE),
            queue.housekeeping());
    private final List<Job> arrived = new ArrayList<>();

    @BeforeEach
    void start() {
        server.start();
        eventually("it is in JobRunr's list", () -> listed() == 1);
    }

    @AfterEach
    void close() {
        server.close();
        queue.close();
    }

    private long listed() {
        return queue.storage.getBackgroundJobServers().stream()
                .filter(listed -> listed.getId().equals(worker.id()))
                .count();
    }

    private List<Claimed> arrive(List<Job> jobs) {
        arrived.addAll(jobs);
        return jobs.stream()
                .map(job -> new Claimed(job, new Stop(), System.nanoTime(), settled -> {}))
                .toList();
    }

    @Test
    void server_thatIsNotHeard_isStartedAgain() {
        queue.storage.signalBackgroundJobServerStopped(
                queue.storage.getBackgroundJobServers().get(0));
        assertEquals(0, listed());

        server.startAgainAfter(Duration.ofHours(1));
        assertEquals(0, listed(), "it may be heard yet");
        server.startAgainAfter(Duration.ZERO);

        eventually("it is in the list again", () -> listed() == 1);
    }

    @Test
    void server_thatHasStoppedItself_isStartedAgain_toFetch() {
        server.server().stop();
        assertEquals(0, listed());

        server.fetch(1, 0, this::arrive);

        assertEquals(1, arrived.size());
        eventually("it is in the list again", () -> listed() == 1);
    }

    /** Nothing is performed here. */
    private static final class Unused implements Attempts {
        @Override
        public void run(Job job, Stop stop, Consumer<Outcome> ended) {
            throw new AssertionError("No slot was given");
        }

        @Override
        public void record(Job job, Outcome outcome, Runnable settled) {
            throw new AssertionError("Nothing has ended");
        }

        @Override
        public void giveBack(Job job, Runnable settled) {
            throw new AssertionError("Nothing is left over");
        }
    }
}
