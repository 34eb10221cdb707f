package dev.millrace.model.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.db.Database;
import dev.millrace.test.TestPostgres;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogStoreTest {
    private static final List<LogStream> STREAMS = List.of(LogStream.STDOUT, LogStream.STDERR, LogStream.MILLRACE);
    private static final List<String> ODD = List.of(
            "",
            " ",
            " indented  twice ",
            "tab\tand\rreturn",
            "ä€😀\u0301",
            "\u0001\u001b[31mred\u001b[0m",
            "quote ' \" \\ %s :name ?",
            "e1234 looks like a line",
            "\u2028\u0085 not a line end here",
            "x".repeat(100_000));

    private final Database database = new Database(TestPostgres.newDatabase(), "log-store-test", 2);
    private final LogStore store = new LogStore(database.jdbi());
    private final UUID job = insertJob();

    @AfterEach
    void close() {
        database.close();
    }

    private UUID insertJob() {
        UUID id = UUID.randomUUID();
        database.jdbi().useHandle(handle -> handle.execute("""
                        INSERT INTO job (id, tool, tool_revision, state, queue, priority, parameters, timeout_ms, max_attempts)
                        VALUES (?, 'count', 1, 'RUNNING', 'default', 2, '{}', 1000, 1)
                        """, id));
        return id;
    }

    private LogChunk chunk(int attempt, long firstLine, List<String> texts) {
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            LogChunk.append(content, STREAMS.get(i % 3), 1_700_000_000_000L + i, texts.get(i));
        }
        return new LogChunk(job, attempt, firstLine, texts.size(), content.toString());
    }

    private List<LogLine> lines(int attempt, long after) {
        return store.chunks(job, attempt, after, 100).stream()
                .flatMap(chunk -> chunk.linesAfter(after).stream())
                .toList();
    }

    @Test
    void lines_comeBackAsTheyWent() {
        store.append(List.of(chunk(1, 1, ODD)));

        List<LogLine> lines = lines(1, 0);

        assertEquals(ODD, lines.stream().map(LogLine::text).toList());
        assertEquals(new LogLine(1, 2, Instant.ofEpochMilli(1_700_000_000_001L), LogStream.STDERR, " "), lines.get(1));
        assertEquals(LogStream.MILLRACE, lines.get(2).stream());
    }

    @Test
    void lines_canBeReadFromAnywhere() {
        store.append(List.of(
                chunk(1, 1, List.of("1", "2", "3")), chunk(1, 4, List.of("4")), chunk(1, 5, List.of("5", "6"))));

        for (int after = 0; after <= 6; after++) {
            assertEquals(
                    IntStream.rangeClosed(after + 1, 6)
                            .mapToObj(Integer::toString)
                            .toList(),
                    lines(1, after).stream().map(LogLine::text).toList());
        }
        assertEquals(List.of(), lines(1, 7));
    }

    @Test
    void chunks_areReadUpToALimit() {
        store.append(List.of(chunk(1, 1, List.of("1")), chunk(1, 2, List.of("2")), chunk(1, 3, List.of("3"))));

        assertEquals(
                List.of(2L),
                store.chunks(job, 1, 1, 1).stream().map(LogChunk::firstLine).toList());
    }

    @Test
    void attempts_haveLogsOfTheirOwn() {
        store.append(List.of(chunk(1, 1, List.of("first")), chunk(2, 1, List.of("second"))));

        assertEquals("second", lines(2, 0).get(0).text());
        assertEquals(1, lines(1, 0).size());
    }

    @Test
    void repeatedWrite_changesNothing() {
        store.append(List.of(chunk(1, 1, List.of("a"))));

        store.append(List.of(chunk(1, 1, List.of("a")), chunk(1, 2, List.of("b"))));

        assertEquals(List.of("a", "b"), lines(1, 0).stream().map(LogLine::text).toList());
    }

    @Test
    void chunks_areStoredAllOrNone() {
        LogChunk good = chunk(1, 1, List.of("good"));
        LogChunk bad = chunk(1, 2, List.of("nul \0 character"));

        assertThrows(RuntimeException.class, () -> store.append(List.of(good, bad)));

        assertEquals(List.of(), lines(1, 0));
    }
}
