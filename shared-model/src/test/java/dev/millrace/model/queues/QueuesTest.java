package dev.millrace.model.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.model.lifecycle.TestQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueuesTest {
    private static final Start LATER = new Start.After(Duration.ofHours(1));

    private final TestQueue queue = new TestQueue();
    private final Queues queues = queue.queues;

    @AfterEach
    void close() {
        queue.close();
    }

    private Job submit(String name, Priority priority, Start start) {
        return queue.submit(TestQueue.request(name, priority, start, 3));
    }

    private static Map<Priority, Integer> byPriority(int critical, int high, int normal, int low) {
        return Map.of(Priority.CRITICAL, critical, Priority.HIGH, high, Priority.NORMAL, normal, Priority.LOW, low);
    }

    private static QueueFigures.Oldest oldestOf(QueueFigures figures) {
        return Objects.requireNonNull(figures.oldest());
    }

    private List<String> names() {
        return queues.list().stream().map(QueueFigures::name).toList();
    }

    @Test
    void figures_countWhatWaitsAndRuns() {
        Job oldest = submit("a", Priority.NORMAL, Start.NOW);
        submit("a", Priority.NORMAL, Start.NOW);
        submit("a", Priority.LOW, Start.NOW);
        submit("a", Priority.HIGH, LATER);
        submit("b", Priority.CRITICAL, Start.NOW);
        queue.claim(queue.worker());

        assertEquals(List.of("a", "b"), names());
        QueueFigures a = queues.get("a");
        assertEquals(byPriority(0, 0, 2, 1), a.queued());
        assertEquals(List.of(1, 0, 3, 0, 1), List.of(a.scheduled(), a.running(), a.in(), a.out(), a.workers()));
        assertEquals(oldest.queuedAt(), oldestOf(a).queuedAt());
        QueueFigures b = queues.list().get(1);
        assertEquals(byPriority(0, 0, 0, 0), b.queued());
        assertEquals(List.of(0, 1, 1, 0, 1), List.of(b.scheduled(), b.running(), b.in(), b.out(), b.workers()));
        assertNull(b.oldest());
    }

    @Test
    void ofTheLastMinute_theRatesTell() {
        Job ended = queue.finish(queue.running(), TestQueue.succeeded(null));
        Job waits = queue.submit();
        assertEquals(
                List.of(2, 1),
                List.of(queues.get("default").in(), queues.get("default").out()));

        queue.execute("UPDATE job SET queued_at = now() - interval '61 s' WHERE id = ?", waits.id());
        queue.execute("UPDATE job SET finished_at = now() - interval '61 s' WHERE id = ?", ended.id());

        QueueFigures figures = queues.get("default");
        assertEquals(List.of(0, 0), List.of(figures.in(), figures.out()));
        Duration age = oldestOf(figures).age();
        assertTrue(age.compareTo(Duration.ofSeconds(61)) >= 0 && age.compareTo(Duration.ofHours(1)) < 0, age::toString);
    }

    @Test
    void queue_isListedWhileItIsUsedOrPaused() {
        Job ended = queue.finish(queue.running(), TestQueue.succeeded(null));
        assertEquals(List.of("default"), names());
        queue.execute("UPDATE job SET finished_at = now() - interval '61 s' WHERE id = ?", ended.id());
        assertEquals(List.of(), names());

        queues.pause("quiet");
        assertEquals(List.of("quiet"), names());
        queues.resume("quiet");
        assertEquals(List.of(), names());
    }

    @Test
    void workers_areThoseThatRunAndServeTheQueue() {
        queue.worker();
        queue.worker();
        assertEquals(2, queues.get("a").workers());

        queue.execute("UPDATE worker SET queues = '{b,c}'");
        assertEquals(0, queues.get("a").workers());
        assertEquals(2, queues.get("b").workers());
        queue.execute("UPDATE worker SET state = 'LOST'");
        assertEquals(0, queues.get("b").workers());
    }

    @Test
    void pause_canBeToldTwice_andTakesJobsStill() {
        assertFalse(queues.isPaused("default"));
        assertTrue(queues.pause("default").paused());
        assertTrue(queues.pause("default").paused());
        assertTrue(queues.isPaused("default"));
        assertFalse(queues.get("other").paused());

        assertEquals(JobState.QUEUED, queue.submit().state());

        assertFalse(queues.resume("default").paused());
        assertFalse(queues.resume("default").paused());
        assertFalse(queues.isPaused("default"));
    }

    @Test
    void resume_wakesTheWorkers() {
        queues.pause("default");
        queue.submit();
        int before = queue.updates.wakes.get();

        queues.resume("default");

        assertEquals(before + 1, queue.updates.wakes.get());
    }
}
