package dev.millrace.model.lifecycle.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.Job;
import dev.millrace.model.lifecycle.TestQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statements of {@code docs/queue.md} have the plans that it promises, and find the jobs that a claim takes. */
class QueueDocumentTest {
    private static final int ALL_QUEUES = 1;
    private static final int SOME_QUEUES = 2;
    private static final int ONE_HEAD = 3;
    private static final int WHICH_QUEUES = 4;
    private static final int AGEING = 5;

    private static final Pattern STATEMENTS = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PROMISE = Pattern.compile("\n-- (.+)\n");
    private static final String EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS)\n";

    private final List<String> blocks = STATEMENTS
            .matcher(Files.readString(Path.of("../docs/queue.md")))
            .results()
            .map(found -> found.group(1))
            .toList();

    private final TestQueue queue = new TestQueue();
    private final UUID worker = queue.worker();

    QueueDocumentTest() throws IOException {}

    @AfterEach
    void close() {
        queue.close();
    }

    @BeforeEach
    void jobsOfThreeQueues() {
        queue.execute("""
                INSERT INTO job (id, tool, tool_revision, state, queue, priority, parameters, timeout_ms, max_attempts,
                                 queued_at)
                SELECT gen_random_uuid(), 'count', 1, 'QUEUED', (ARRAY['default', 'others', 'reports'])[1 + number % 3],
                       number % 4, '{}', 1000, 1, now() - number * interval '1 minute'
                FROM generate_series(1, 60) AS number
                """);
    }

    /** In a session of its own, which has the settings of the page. */
    private List<String> rows(String statements) {
        try (Handle handle = queue.database.jdbi().open()) {
            return handle.inTransaction(session -> {
                session.execute(blocks.get(0).replace("SET ", "SET LOCAL "));
                List<String> rows = List.of();
                for (String statement : statements.split(";\n")) {
                    if (statement.startsWith("SET ")) {
                        session.execute(statement.replace("SET ", "SET LOCAL "));
                    } else if (statement.startsWith("RESET ")) {
                        session.execute(statement);
                    } else if (!statement.startsWith("--")) {
                        rows = session.createQuery(statement)
                                .mapTo(String.class)
                                .list();
                    }
                }
                return rows;
            });
        }
    }

    @Test
    void everyStatement_hasThePlanThatIsPromised() {
        for (String block : blocks.subList(1, blocks.size())) {
            String plan = String.join("\n", rows(block));

            String promise =
                    PROMISE.matcher(block).results().findFirst().orElseThrow().group(1);
            assertTrue(plan.contains(promise), () -> promise + " is not in\n" + plan);
            assertFalse(plan.contains("Seq Scan on job"), plan);
        }
        assertEquals(AGEING + 1, blocks.size());
    }

    private Set<UUID> found(int block) {
        Set<UUID> ids = new HashSet<>();
        rows(blocks.get(block).replace(EXPLAIN, "")).forEach(id -> ids.add(UUID.fromString(id)));
        return ids;
    }

    private Set<UUID> claimed(List<String> queues, int limit, AgeingQuota ageing) {
        Set<UUID> ids = new HashSet<>();
        queue.claims.claim(worker, queues, limit, ageing).stream().map(Job::id).forEach(ids::add);
        assertEquals(limit, ids.size());
        return ids;
    }

    @Test
    void aClaimOfAllQueues_takesWhatTheStatementFinds() {
        Set<UUID> found = found(ALL_QUEUES);

        assertEquals(claimed(List.of(), 4, AgeingQuota.NONE), found);
    }

    @Test
    void aClaimOfSomeQueues_takesWhatTheStatementFinds() {
        Set<UUID> found = found(SOME_QUEUES);

        assertEquals(claimed(List.of("default", "reports"), 4, AgeingQuota.NONE), found);
    }

    @Test
    void aClaimOfAnAgedJob_takesWhatTheStatementFinds() {
        Set<UUID> found = found(AGEING);

        assertEquals(claimed(List.of(), 1, new AgeingQuota(1, Duration.ofMinutes(10))), found);
    }

    @Test
    void theHeadOfAQueue_isWhatItsFunctionReads() {
        assertEquals(
                rows("SELECT id FROM queue_head('default', 0::smallint, 104)"),
                rows(blocks.get(ONE_HEAD).replace(EXPLAIN, "")));
    }

    @Test
    void queuesToAsk_areThoseThatAreNotPaused() {
        queue.execute("INSERT INTO queue (name) VALUES ('others')");

        assertEquals(
                List.of("default", "reports"), rows(blocks.get(WHICH_QUEUES).replace(EXPLAIN, "")));
    }
}
