package dev.millrace.model.registry;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.db.Database;
import dev.millrace.model.tool.ToolOrigin;
import dev.millrace.model.tool.manifest.Manifest;
import dev.millrace.model.tool.manifest.ManifestProblem;
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
            assertTrue(problem(wrong).contains("2 of the 2 tools in use (a, b)"), problem(wrong));
            assertEquals("", problem(right));
        }
    }

    @Test
    void nodeWithAnEmptyOrMissingDirectory_withdrawsNothing() throws IOException {
        node("right").write("a").start().close();
        Files.createDirectory(temporary.resolve("empty"));
        try (TestLoader empty = node("empty").start();
                TestLoader missing = node("missing").start()) {
            assertEquals(List.of("a"), empty.tools());
            assertTrue(problem(empty).startsWith("has no manifest of 1 of the 1 tools in use (a)"), problem(empty));
            assertEquals(List.of("a"), missing.tools());
            assertEquals("cannot be read: it is not there", problem(missing));
        }
    }

    private static String problem(TestLoader node) {
        return node.registry.problems().stream()
                .filter(problem -> problem.file().equals("."))
                .map(ManifestProblem::message)
                .findFirst()
                .orElse("");
    }

    /** As when a volume is not mounted any more. */
    @Test
    void directoryThatIsEmptyAfterAFullOne_isAProblem_andNoWish() throws IOException {
        try (TestLoader node = node("here").write("a").write("b").start()) {
            node.delete("a", "b");
            eventually("it is a problem", () -> problem(node).contains("2 of the 2 tools in use (a, b)"));
            assertEquals(List.of("a", "b"), node.tools());

            node.write("a").write("b");
            eventually("it is none any more", () -> problem(node).isEmpty());
            assertEquals(List.of("a", "b"), node.tools());
        }
    }

    @Test
    void directoryThatIsGoneForAWhile_isAProblemSoLong() throws IOException {
        try (TestLoader node = node("here").write("a").start()) {
            Files.move(temporary.resolve("here"), temporary.resolve("away"));
            eventually("it is a problem", () -> problem(node).equals("cannot be read: it is not there"));
            assertEquals(List.of("a"), node.tools());

            Files.move(temporary.resolve("away"), temporary.resolve("here"));
            eventually("it is none any more", () -> problem(node).isEmpty());
        }
    }

    @Test
    void directoryThatSaysItIsComplete_takesEveryToolOutOfUse() throws IOException {
        try (TestLoader node = node("here").write("a").write("b").write("c").start()) {
            node.delete("a", "b");
            eventually("it is a problem", () -> problem(node).contains("2 of the 3 tools in use (a, b)"));
            assertEquals(List.of("a", "b", "c"), node.tools());

            Files.createFile(temporary.resolve("here").resolve(".complete"));
            eventuallyHas(node, "c");
            eventually("it is no problem any more", () -> problem(node).isEmpty());

            node.delete("c");
            eventuallyHas(node);
        }
    }

    @Test
    void toolsThatAreRemovedOneByOne_goOutOfUse() throws IOException {
        try (TestLoader node = node("here").write("a").write("b").write("c").start()) {
            node.delete("a");
            eventuallyHas(node, "b", "c");
            node.delete("b");
            eventuallyHas(node, "c");
            node.delete("c");
            eventually("the last one is a problem", () -> !problem(node).isEmpty());
            assertEquals(List.of("c"), node.tools());
        }
    }

    @Test
    void toolThatGetsAnotherName_leavesNone() throws IOException {
        try (TestLoader node = node("here").write("a").start()) {
            Path here = temporary.resolve("here");
            Files.writeString(here.resolve("b.tool.yaml"), "name: b\nrun: {command: [echo]}\n");
            Files.delete(here.resolve("a.tool.yaml"));
            eventuallyHas(node, "b");
        }
    }

    /** A link that hides nothing does not keep the tools beside it. */
    @Test
    void linkThatLeadsNowhere_keepsNoToolThatIsGone() throws IOException {
        try (TestLoader node = node("here").write("a").write("b").start()) {
            Files.createSymbolicLink(temporary.resolve("here").resolve("link"), Path.of("nowhere"));
            node.delete("a");
            eventuallyHas(node, "b");
            assertEquals("link", node.registry.problems().get(0).file());
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
            assertEquals("revision 1 of a", node.registry.problems().get(1).file());
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
