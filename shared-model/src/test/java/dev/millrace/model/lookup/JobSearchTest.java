package dev.millrace.model.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.lifecycle.TestQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobSearchTest {
    private static final JobFilter.Page ALL = new JobFilter(List.of(), null, null, Map.of(), null).page(null, 200);
    private final TestQueue queue = new TestQueue();
    private final JobSearch search = new JobSearch(queue.database.jdbi());

    @AfterEach
    void close() {
        queue.close();
    }

    private List<UUID> list(JobFilter.Page filter) {
        return search.list(filter).jobs().stream().map(Job::id).toList();
    }

    private static JobFilter.Page labelled(Map<String, String> labels) {
        return new JobFilter(List.of(), null, null, labels, null).page(null, 200);
    }

    private static JobFilter.Page page(UUID before) {
        return new JobFilter(List.of(), null, null, Map.of(), null).page(before, 10);
    }

    @Test
    void longParameters_makeShortPages_thatHoldAllTogether() {
        String long1 = "{\"text\":\"" + "x".repeat(1 << 20) + "\"}";
        List<UUID> newestFirst = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            newestFirst.add(0, queue.submit("count", "default", long1, Map.of()).id());
        }
        JobFilter filter = new JobFilter(List.of(), null, null, Map.of(), null);
        JobSearch.Found first = search.list(filter.page(null, 50));
        UUID last = first.jobs().get(first.jobs().size() - 1).id();
        JobSearch.Found rest = search.list(filter.page(last, 50));

        assertTrue(first.more() && first.jobs().size() < 10, first.jobs().size() + " at once");
        assertFalse(rest.more());
        assertEquals(
                newestFirst,
                Stream.concat(first.jobs().stream(), rest.jobs().stream())
                        .map(Job::id)
                        .toList());
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

    @Test
    void filters_areCombined() {
        Job a = queue.submit("copy", "slow", "{}", Map.of());
        Job b = queue.submit("copy", "fast", "{}", Map.of());
        queue.submit("move", "slow", "{}", Map.of());
        queue.cancellations.one(b.id(), "test");

        assertEquals(
                List.of(b.id(), a.id()), list(new JobFilter(List.of(), "copy", null, Map.of(), null).page(null, 200)));
        assertEquals(List.of(a.id()), list(new JobFilter(List.of(), "copy", "slow", Map.of(), null).page(null, 200)));
        assertEquals(
                List.of(b.id()),
                list(new JobFilter(List.of(JobState.CANCELLED, JobState.FAILED), "copy", null, Map.of(), "CANCELLED")
                        .page(null, 200)));
        assertEquals(
                List.of(), list(new JobFilter(List.of(JobState.FAILED), null, null, Map.of(), null).page(null, 200)));
    }

    @Test
    void labels_mustAllMatchExactly() {
        Job both = queue.submit("copy", "default", "{}", Map.of("team", "docs", "year", "2026"));
        Job one = queue.submit("copy", "default", "{}", Map.of("team", "docs"));

        assertEquals(List.of(one.id(), both.id()), list(labelled(Map.of("team", "docs"))));
        assertEquals(List.of(both.id()), list(labelled(Map.of("team", "docs", "year", "2026"))));
        assertEquals(List.of(), list(labelled(Map.of("team", "doc"))));
        assertEquals(List.of(), list(labelled(Map.of("docs", "team"))));
    }

    @Test
    void labels_mayHoldAnyText() {
        Map<String, String> odd = Map.of("a\"b", "c'd\\e:%_ä😀", ":label", "?");

        Job job = queue.submit("copy", "default", "{}", odd);

        assertEquals(odd, queue.reader.get(job.id()).labels());
        assertEquals(List.of(job.id()), list(labelled(odd)));
    }
}
