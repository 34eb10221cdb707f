package dev.millrace.worker.queue;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.worker.Worker;
import dev.millrace.worker.TestQueue;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class JobRunrServerTest {
    private final TestQueue queue = new TestQueue();
    private final Worker worker = queue.worker();
    private final JobRunrServer server = new JobRunrServer(queue.storage, worker);

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

    @Test
    void server_thatIsNotHeard_isStartedAgain() {
        server.start();
        eventually("it is in JobRunr's list", () -> listed() == 1);
        queue.storage.signalBackgroundJobServerStopped(
                queue.storage.getBackgroundJobServers().get(0));
        assertEquals(0, listed());

        server.startAgainAfter(Duration.ofHours(1));
        assertEquals(0, listed(), "it may be heard yet");
        server.startAgainAfter(Duration.ZERO);

        eventually("it is in the list again", () -> listed() == 1);
    }
}
