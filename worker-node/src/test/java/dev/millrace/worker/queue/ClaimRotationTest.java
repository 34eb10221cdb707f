package dev.millrace.worker.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.worker.TestQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimRotationTest {
    private static final Duration AGEING = Duration.ofMinutes(10);

    private final TestQueue queue = new TestQueue();
    private final ClaimRotation claim =
            new ClaimRotation(queue.claims, queue.worker().id(), List.of(), AGEING);

    @AfterEach
    void close() {
        queue.close();
    }

    private void submit(Priority priority, int jobs) {
        for (int i = 0; i < jobs; i++) {
            queue.jobs.submit(
                    new NewJob(
                            "count",
                            1,
                            "{}",
                            "default",
                            priority,
                            Start.NOW,
                            Duration.ofMinutes(5),
                            3,
                            Map.of(),
                            null,
                            null,
                            "somebody"),
                    null);
        }
    }

    private void age(Priority priority, Duration age) {
        queue.execute(
                "UPDATE job SET queued_at = now() - ? * interval '1 s' WHERE priority = ?",
                age.toSeconds(),
                priority.rank());
    }

    /** Claims so often, while urgent jobs keep coming in. */
    private List<Priority> claimed(int times, int limit) {
        List<Priority> taken = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            submit(Priority.CRITICAL, limit);
            claim.apply(limit).stream().map(Job::priority).forEach(taken::add);
        }
        return taken;
    }

    private static long lowAmong(List<Priority> taken) {
        return taken.stream().filter(Priority.LOW::equals).count();
    }

    @Test
    void agedJobs_getEachTenth_underAnEndlessStreamOfUrgentOnes() {
        submit(Priority.LOW, 5);
        age(Priority.LOW, Duration.ofMinutes(11));

        List<Priority> taken = claimed(40, 1);

        assertEquals(4, lowAmong(taken));
        assertEquals(
                List.of(9, 19, 29, 39),
                IntStream.range(0, 40)
                        .filter(i -> taken.get(i) == Priority.LOW)
                        .boxed()
                        .toList());
    }

    @Test
    void agedJobs_getATenth_whateverTheNumberOfSlots() {
        submit(Priority.LOW, 20);
        age(Priority.LOW, Duration.ofMinutes(11));

        assertEquals(6, lowAmong(claimed(20, 3)));
        assertEquals(5, lowAmong(claimed(2, 25)));
    }

    @Test
    void withoutAgedJobs_urgentOnesGoFirst_withoutAnException() {
        submit(Priority.LOW, 5);
        age(Priority.LOW, Duration.ofMinutes(9));

        assertEquals(0, lowAmong(claimed(40, 1)));
        assertEquals(5, lowAmong(claim.apply(10).stream().map(Job::priority).toList()));
    }
}
