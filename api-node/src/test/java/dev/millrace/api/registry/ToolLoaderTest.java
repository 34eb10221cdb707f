package dev.millrace.api.registry;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.db.Database;
import dev.millrace.model.tool.Manifest;
import dev.millrace.model.tool.ToolOrigin;
import dev.millrace.test.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes with tools directories of their own, on one database. */
class ToolLoaderTest {
    private final Database database = new Database(TestPostgres.newDatabase(), "tool-loader-test", 8);
    private final TestLoader.DirectHints hints = new TestLoader.DirectHints();

    @TempDir
    private Path temporary;

    @AfterEach
    void close() {
        database.close();
    }

    private TestLoader node(String directory) {
        return new TestLoader(database, temporary.resolve(directory), hints);
    }

    private static void eventuallyHas(TestLoader node, String... tools) {
        eventually("the tools are these", node::tools, List.of(tools)::equals);
    }

    @Test
    void manifestThatIsGone_takesItsToolOutOfUseOnAllNodes() throws IOException {
        try (TestLoader here = node("here").write("a").write("b").start();
                TestLoader there = node("there").write("c").start()) {
            here.delete("a");
            eventuallyHas(here, "b", "c");
            eventuallyHas(there, "b", "c");
        }
    }

    @Test
    void toolThatAnotherNodeStillHas_staysInUse() throws IOException {
        try (TestLoader here = node("here").write("a").write("b").start();
                TestLoader there = node("there").write("a").start()) {
            int before = hints.changes.get();
            here.delete("a");
            eventually("it is withdrawn and put back", () -> hints.changes.get() >= before + 2);
            eventuallyHas(here, "a", "b");
            eventuallyHas(there, "a", "b");
        }
    }

    @Test
    void nodeWithAnotherDirectory_takesNothingFromThoseThatRun() throws IOException {
        try (TestLoader right = node("right").write("a").write("b").start();
                TestLoader wrong = node("wrong").write("c").start()) {
            eventuallyHas(right, "a", "b", "c");
            eventuallyHas(wrong, "a", "b", "c");
        }
    }

    @Test
    void nodeWithAnEmptyOrMissingDirectory_withdrawsNothing() throws IOException {
        node("right").write("a").start().close();
        Files.createDirectory(temporary.resolve("empty"));
        try (TestLoader empty = node("empty").start();
                TestLoader missing = node("missing").start()) {
            assertEquals(List.of("a"), empty.tools());
            assertEquals(List.of("a"), missing.tools());
        }
    }

    @Test
    void manifestThatWasDeletedWhileNoNodeRan_isNoticedAtTheStart() throws IOException {
        node("here").write("a").write("b").start().close();
        TestLoader again = node("here");
        again.delete("a");
        try (TestLoader running = again.start()) {
            assertEquals(List.of("b"), running.tools());
        }
    }

    @Test
    void toolThatCannotBeRead_isAProblemAndHidesNoOther() throws IOException {
        node("here").write("a").write("b").start().close();
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE tool_revision SET definition = '{\"name\":\"a\",\"later\":1}' WHERE name = 'a'"));
        try (TestLoader node = node("elsewhere").start()) {
            assertEquals(List.of("b"), node.tools());
            assertEquals("revision 1 of a", node.registry.problems().get(0).file());
        }
    }

    @Test
    void refresh_readsOnlyWhatHasChanged() throws IOException {
        try (TestLoader node = node("here").write("a").write("b").start()) {
            Tool a = node.registry.get("a");
            // Whoever reads it would fail.
            database.jdbi()
                    .useHandle(handle -> handle.execute("UPDATE tool_revision SET definition = '[]' WHERE name = 'a'"));
            node.registry.register(Manifest.read("c.yaml", "name: c\nrun: {command: [echo]}\n", null), ToolOrigin.API);
            assertEquals(List.of("a", "b", "c"), node.tools());
            assertSame(a, node.registry.get("a"));
        }
    }

    @Test
    void hintsThatComeDuringARefresh_areOneMore() throws IOException {
        AtomicInteger reads = countReads();
        try (TestLoader node = node("here").write("a").start()) {
            int before = reads.get();
            try (Handle lock = database.jdbi().open().begin()) {
                lock.execute("LOCK TABLE tool");
                node.loader().refreshSoon();
                eventually("it waits for the table", () -> reads.get() > before);
                for (int i = 0; i < 200; i++) {
                    node.loader().refreshSoon();
                }
                lock.rollback();
            }
            node.write("b");
            // The look that finds it comes after all refreshes that were asked for.
            eventuallyHas(node, "a", "b");
            assertTrue(reads.get() - before < 100, reads + " reads");
        }
    }

    private AtomicInteger countReads() {
        AtomicInteger reads = new AtomicInteger();
        database.jdbi().setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                if (context.getRawSql().contains("FROM tool WHERE removed_at IS NULL")) {
                    reads.incrementAndGet();
                }
            }
        });
        return reads;
    }
}
