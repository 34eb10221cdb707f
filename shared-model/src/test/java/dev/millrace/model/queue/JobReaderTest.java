package dev.millrace.model.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobReaderTest {
    private static final JobFilter ALL = new JobFilter(List.of(), null, null, Map.of(), null, null, 200);

    private final TestQueue queue = new TestQueue();

    @AfterEach
    void close() {
        queue.close();
    }

    private Job submit(String tool, String name, String parameters, Map<String, String> labels) {
        return queue.submit(new NewJob(
                tool, 1, parameters, name, Priority.NORMAL, NewJob.Start.NOW, Duration.ofMinutes(5), 3, labels, null));
    }

    private List<UUID> list(JobFilter filter) {
        return queue.reader.list(filter).stream().map(Job::id).toList();
    }

    private static JobFilter labelled(Map<String, String> labels) {
        return new JobFilter(List.of(), null, null, labels, null, null, 200);
    }

    private static JobFilter text(String text) {
        return new JobFilter(List.of(), null, null, Map.of(), text, null, 200);
    }

    @Test
    void list_isNewestFirst() {
        Job first = queue.submit();
        Job second = queue.submit();
        Job third = queue.submit();

        assertEquals(List.of(third.id(), second.id(), first.id()), list(ALL));
    }

    @Test
    void pages_holdEveryJobOnceWhileNewOnesCome() {
        List<UUID> expected = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            expected.add(0, queue.submit().id());
        }

        List<UUID> seen = new ArrayList<>();
        List<UUID> page = list(page(null));
        while (!page.isEmpty()) {
            seen.addAll(page);
            queue.submit();
            page = list(page(seen.get(seen.size() - 1)));
        }

        assertEquals(expected, seen);
    }

    private static JobFilter page(UUID before) {
        return new JobFilter(List.of(), null, null, Map.of(), null, before, 10);
    }

    @Test
    void filters_areCombined() {
        Job a = submit("copy", "slow", "{}", Map.of());
        Job b = submit("copy", "fast", "{}", Map.of());
        submit("move", "slow", "{}", Map.of());
        queue.jobs.cancel(b.id());

        assertEquals(List.of(b.id(), a.id()), list(new JobFilter(List.of(), "copy", null, Map.of(), null, null, 200)));
        assertEquals(List.of(a.id()), list(new JobFilter(List.of(), "copy", "slow", Map.of(), null, null, 200)));
        assertEquals(
                List.of(b.id()),
                list(new JobFilter(
                        List.of(JobState.CANCELLED, JobState.FAILED), "copy", null, Map.of(), "CANCELLED", null, 200)));
        assertEquals(List.of(), list(new JobFilter(List.of(JobState.FAILED), null, null, Map.of(), null, null, 200)));
    }

    @Test
    void labels_mustAllMatchExactly() {
        Job both = submit("copy", "default", "{}", Map.of("team", "docs", "year", "2026"));
        Job one = submit("copy", "default", "{}", Map.of("team", "docs"));

        assertEquals(List.of(one.id(), both.id()), list(labelled(Map.of("team", "docs"))));
        assertEquals(List.of(both.id()), list(labelled(Map.of("team", "docs", "year", "2026"))));
        assertEquals(List.of(), list(labelled(Map.of("team", "doc"))));
        assertEquals(List.of(), list(labelled(Map.of("docs", "team"))));
    }

    @Test
    void labels_mayHoldAnyText() {
        Map<String, String> odd = Map.of("a\"b", "c'd\\e:%_ä😀", ":label", "?");

        Job job = submit("copy", "default", "{}", odd);

        assertEquals(odd, queue.reader.get(job.id()).labels());
        assertEquals(List.of(job.id()), list(labelled(odd)));
    }

    @ParameterizedTest
    @CsvSource({"copy", "COPY", "opy", "ÄPFEL", "docs", "50%", "a_b"})
    void text_isFoundAnywhereWhateverTheCase(String text) {
        Job job = submit("copy", "default", "{\"what\": \"äpfel 50% a_b\"}", Map.of("team", "docs"));
        submit("move", "default", "{\"what\": \"birnen 50 aXb\"}", Map.of());

        assertEquals(List.of(job.id()), list(text(text)));
    }

    @Test
    void text_findsTheErrorAndTheId() {
        Job failed = queue.finish(queue.running(), TestQueue.failed(null));
        queue.submit();

        assertEquals(List.of(failed.id()), list(text("exited with code 75")));
        assertEquals(List.of(failed.id()), list(text(failed.id().toString())));
    }

    @Test
    void parameters_comeBackAsTheyWereSent() {
        String parameters = "{\"b\": 1, \"a\": 12345678901234567890.10, \"text\": \"ä😀\"}";

        Job job = submit("copy", "default", parameters, Map.of());

        assertEquals(parameters, queue.reader.get(job.id()).parameters());
    }

    @Test
    void get_refusesWhatThereIsNot() {
        MillraceException refused = assertThrows(MillraceException.class, () -> queue.reader.get(UUID.randomUUID()));

        assertEquals(ErrorCode.NOT_FOUND, refused.code());
    }
}
