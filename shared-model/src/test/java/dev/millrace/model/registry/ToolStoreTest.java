package dev.millrace.model.registry;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.db.Database;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.model.tool.ToolEntry;
import dev.millrace.model.tool.ToolOrigin;
import dev.millrace.model.tool.manifest.Manifest;
import dev.millrace.test.AtOnce;
import dev.millrace.test.TestPostgres;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToolStoreTest {
    private final Database database = new Database(TestPostgres.newDatabase(), "tool-store-test", 6);
    private final ToolStore store = new ToolStore(database.jdbi());

    @AfterEach
    void close() {
        database.close();
    }

    private static ToolDefinition saying(String word) {
        return Manifest.read("tool.yaml", "name: say\nrun: {command: [echo, " + word + "]}\n", null);
    }

    private ToolEntry only() {
        List<ToolEntry> entries = store.entries();
        assertEquals(1, entries.size());
        return entries.get(0);
    }

    @Test
    void changedDefinition_isANewRevision_andTheOldOneStays() {
        assertTrue(store.register(saying("one"), ToolOrigin.API));
        ToolEntry first = only();
        assertFalse(store.register(saying("one"), ToolOrigin.API));
        assertEquals(first, only());

        assertTrue(store.register(saying("two"), ToolOrigin.API));

        assertEquals(2, only().revision());
        assertEquals(Optional.of(saying("one")), store.definition("say", 1));
        assertEquals(Optional.of(saying("two")), store.definition("say", 2));
    }

    @Test
    void removedTool_comesBackAtItsRevision() {
        store.register(saying("one"), ToolOrigin.DIRECTORY);
        assertFalse(store.remove("say", ToolOrigin.API));
        assertTrue(store.remove("say", ToolOrigin.DIRECTORY));
        assertEquals(List.of(), store.entries());

        assertTrue(store.register(saying("one"), ToolOrigin.API));

        assertEquals(1, only().revision());
        assertEquals(ToolOrigin.API, only().origin());
    }

    @Test
    void directory_takesOverAToolOfARequest() {
        store.register(saying("one"), ToolOrigin.API);
        store.register(saying("one"), ToolOrigin.DIRECTORY);
        assertEquals(ToolOrigin.DIRECTORY, only().origin());
    }

    @Test
    void request_takesOverNoToolOfTheDirectory() {
        store.register(saying("one"), ToolOrigin.DIRECTORY);
        ToolEntry before = only();
        for (String word : List.of("one", "two")) {
            MillraceException refused =
                    assertThrows(MillraceException.class, () -> store.register(saying(word), ToolOrigin.API));
            assertEquals(ErrorCode.CONFLICT, refused.code());
        }
        assertEquals(before, only());
    }

    @Test
    void request_thatMeetsTheDirectoryOnItsWay_losesToIt() {
        store.register(saying("one"), ToolOrigin.API);
        CompletableFuture<Boolean> request;
        try (Handle directory = database.jdbi().open().begin()) {
            directory.execute("UPDATE tool SET origin = 'DIRECTORY' WHERE name = 'say'");
            request = AtOnce.start(() -> store.register(saying("two"), ToolOrigin.API));
            eventually("the request waits for the directory", () -> isSomebodyWaiting());
            directory.commit();
        }
        CompletionException failed = assertThrows(CompletionException.class, request::join);
        assertEquals(
                ErrorCode.CONFLICT,
                assertInstanceOf(MillraceException.class, failed.getCause()).code());
        assertEquals(ToolOrigin.DIRECTORY, only().origin());
        assertEquals(1, only().revision());
    }

    private boolean isSomebodyWaiting() {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT count(*) > 0 FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """).mapTo(Boolean.class).one());
    }
}
