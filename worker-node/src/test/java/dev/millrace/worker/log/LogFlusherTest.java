package dev.millrace.worker.log;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.Progress;
import dev.millrace.model.log.LogLine;
import dev.millrace.model.log.LogStream;
import dev.millrace.worker.TestQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LogFlusherTest {
    private final TestQueue queue = new TestQueue();
    private final LogFlusher flusher = new LogFlusher(queue.logs, queue.progress, queue.updates);

    @AfterEach
    void close() {
        flusher.close();
        queue.close();
    }

    private Job job() {
        return queue.runningOn(queue.worker());
    }

    private List<LogLine> stored(Job job) {
        return queue.logs.chunks(job.id(), 1, 0, 10_000).stream()
                .flatMap(chunk -> chunk.linesAfter(0).stream())
                .toList();
    }

    private List<String> texts(Job job) {
        return stored(job).stream().map(LogLine::text).toList();
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void lines_areAllStoredInOrderWhenTheLogIsClosed() {
        Job job = job();
        try (AttemptLog log = flusher.open(job)) {
            numbers(5_000).forEach(text -> log.line(LogStream.STDOUT, text));
        }

        assertEquals(numbers(5_000), texts(job));
        assertEquals(
                IntStream.rangeClosed(1, 5_000).mapToObj(Long::valueOf).toList(),
                stored(job).stream().map(LogLine::line).toList());
    }

    @Test
    void lines_areStoredWhileTheToolStillRuns() {
        Job job = job();
        try (AttemptLog log = flusher.open(job)) {
            log.line(LogStream.STDERR, "soon");

            eventually("the line is stored", () -> texts(job).equals(List.of("soon")));
        }
    }

    @Test
    void lastLines_waitForNoPause() {
        Job job = job();
        try (LogFlusher patient =
                        new LogFlusher(new LogWriter(queue.logs, queue.progress, queue.updates), Duration.ofHours(1));
                AttemptLog log = patient.open(job)) {
            log.line(LogStream.STDOUT, "first");
            eventually("the pause has begun", () -> texts(job).equals(List.of("first")));
            log.line(LogStream.STDOUT, "last");
            log.progress(100, "done");
        }

        assertEquals(List.of("first", "last"), texts(job));
        assertEquals(new Progress(100, "done"), queue.reader.get(job.id()).progress());
    }

    @Test
    void muchOutput_waitsForNoPause() {
        Job job = job();
        String text = "x".repeat(1_000);
        try (LogFlusher patient =
                        new LogFlusher(new LogWriter(queue.logs, queue.progress, queue.updates), Duration.ofHours(1));
                AttemptLog log = patient.open(job)) {
            for (int line = 0; line < 2_000; line++) {
                log.line(LogStream.STDOUT, text);
            }
        }

        assertEquals(2_000, stored(job).size());
    }

    @Test
    void logsOfManyAttempts_doNotMix() throws Exception {
        List<Job> jobs = new ArrayList<>();
        List<Thread> tools = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Job job = job();
            jobs.add(job);
            Thread tool = new Thread(() -> {
                try (AttemptLog log = flusher.open(job)) {
                    numbers(500).forEach(text -> log.line(LogStream.STDOUT, text));
                }
            });
            tools.add(tool);
            tool.start();
        }
        for (Thread tool : tools) {
            tool.join();
        }

        jobs.forEach(job -> assertEquals(numbers(500), texts(job)));
    }

    @Test
    void outage_holdsTheToolBackAndLosesNothing() throws Exception {
        Job job = job();
        queue.refuse("job_log", "true", "57P03");
        AtomicInteger said = new AtomicInteger();
        String line = "x".repeat(1_000);
        Thread tool = new Thread(() -> {
            try (AttemptLog log = flusher.open(job)) {
                for (int i = 0; i < 2_000; i++) {
                    log.line(LogStream.STDOUT, line);
                    said.incrementAndGet();
                }
            }
        });
        tool.start();
        eventually("the tool is held back", () -> tool.getState() == Thread.State.TIMED_WAITING);
        // What waits, and as much again that is being written.
        assertTrue(said.get() < 600, () -> said + " lines of 1,000 characters are held in memory");

        queue.acceptAgain();
        tool.join();

        assertEquals(2_000, stored(job).size());
    }

    @Test
    void refusedLines_takeNoOthersWithThem() {
        Job good = job();
        Job bad = job();
        queue.refuse("job_log", "NEW.content LIKE '%poison%'", "P0001");
        try (AttemptLog first = flusher.open(good);
                AttemptLog second = flusher.open(bad)) {
            for (int i = 0; i < 200; i++) {
                first.line(LogStream.STDOUT, Integer.toString(i));
                second.line(LogStream.STDOUT, "poison");
            }
        }

        assertEquals(numbers(200), texts(good));
        assertTrue(stored(bad).stream().allMatch(line -> line.stream() == LogStream.MILLRACE), texts(bad)::toString);
    }

    @Test
    void refusedLines_leaveAGapThatTheLogShows() {
        Job job = job();
        queue.refuse("job_log", "NEW.content LIKE '%poison%'", "P0001");
        try (AttemptLog log = flusher.open(job)) {
            log.line(LogStream.STDOUT, "before");
            eventually("the line is stored", () -> texts(job).equals(List.of("before")));
            log.line(LogStream.STDOUT, "poison");
            eventually("the gap is stored", () -> stored(job).size() == 2);
            log.line(LogStream.STDOUT, "after");
        }

        assertEquals(
                List.of("before", "Postgres refused what stood here (1 line); the worker's log says why.", "after"),
                texts(job));
        assertEquals(LogStream.MILLRACE, stored(job).get(1).stream());
        assertEquals(
                List.of(1L, 2L, 3L), stored(job).stream().map(LogLine::line).toList());
    }

    @Test
    void gapThatIsRefusedToo_stopsNothing() {
        Job job = job();
        queue.refuse("job_log", "NEW.first_line = 1", "P0001");
        try (AttemptLog log = flusher.open(job)) {
            log.line(LogStream.STDOUT, "lost");
        }
        try (AttemptLog other = flusher.open(job())) {
            other.line(LogStream.STDOUT, "lost, too");
        }

        assertEquals(List.of(), texts(job));
    }

    @Test
    void progress_isNotedAndTheLastOneStays() {
        Job job = job();
        try (AttemptLog log = flusher.open(job)) {
            for (int percent = 0; percent <= 100; percent++) {
                log.progress(percent, "page " + percent);
            }
        }

        assertEquals(new Progress(100, "page 100"), queue.reader.get(job.id()).progress());
    }

    @Test
    void refusedProgress_losesNoLine() {
        Job job = job();
        queue.refuse("job", "NEW.progress = 13", "P0001");
        try (AttemptLog log = flusher.open(job)) {
            log.progress(13, "");
            log.line(LogStream.STDOUT, "after");
        }

        assertEquals(List.of("after"), texts(job));
    }
}
