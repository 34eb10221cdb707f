package dev.millrace.model.history;

import static dev.millrace.model.job.JobState.CANCELLED;
import static dev.millrace.model.job.JobState.FAILED;
import static dev.millrace.model.job.JobState.RUNNING;
import static dev.millrace.model.job.JobState.SCHEDULED;
import static dev.millrace.model.job.JobState.SUCCEEDED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.history.History.Swept;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final int WHOLE = 7;
    private static final Swept NOTHING = new Swept(0, 0);

    @TempDir
    Path directory;

    private TestHistory test;

    @BeforeEach
    void open() {
        test = new TestHistory(directory, days(8));
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static Duration days(int days) {
        return Duration.ofDays(days);
    }

    private void tool(String name, String retention) {
        test.execute("INSERT INTO tool (name, revision, origin) VALUES (?, 1, 'API')", name);
        test.execute(
                "INSERT INTO tool_revision (name, revision, definition, digest) VALUES (?, 1, ?::json, '')",
                name,
                "{\"retention\": \"" + retention + "\"}");
    }

    @Test
    void slice_whoseJobsAreAllDue_goesWithAllThatBelongsToThem() throws IOException {
        test.slice(days(12), days(10));
        test.slice(days(8), days(6));
        UUID first = test.job("a", SUCCEEDED, days(11));
        UUID second = test.job("b", FAILED, Duration.ofHours(10 * 24 + 1));
        UUID young = test.job("a", CANCELLED, days(7));

        assertEquals(new Swept(1, 0), test.sweep());

        assertEquals(0, test.pieces(first));
        assertEquals(0, test.pieces(second));
        assertEquals(WHOLE, test.pieces(young));
        assertEquals(NOTHING, test.sweep());
    }

    @Test
    void jobThatLives_isNeverTouched_andHoldsNoOtherBack() throws IOException {
        test.slice(days(100), days(90));
        UUID running = test.job("a", RUNNING, days(95));
        UUID scheduled = test.job("a", SCHEDULED, days(91));
        UUID ended = test.job("a", SUCCEEDED, days(92));

        assertEquals(new Swept(0, 1), test.sweep());

        assertEquals(WHOLE, test.pieces(running));
        assertEquals(WHOLE, test.pieces(scheduled));
        assertEquals(0, test.pieces(ended));
    }

    @Test
    void longerRetentionOfATool_keepsItsJobs_andNoOthers() throws IOException {
        tool("kept", "365d");
        test.slice(days(22), days(20));
        UUID kept = test.job("kept", SUCCEEDED, days(21));
        UUID usual = test.job("usual", SUCCEEDED, days(21));

        assertEquals(new Swept(0, 1), test.sweep());

        assertEquals(WHOLE, test.pieces(kept));
        assertEquals(0, test.pieces(usual));
    }

    @Test
    void shorterRetentionOfATool_deletesItsJobs_longBeforeTheirSlice() throws IOException {
        tool("brief", "1h");
        test.slice(days(2), days(1));
        UUID brief = test.job("brief", SUCCEEDED, Duration.ofHours(30));
        UUID usual = test.job("usual", SUCCEEDED, Duration.ofHours(30));
        UUID fresh = test.job("brief", SUCCEEDED, Duration.ofMinutes(59));

        assertEquals(new Swept(0, 1), test.sweep());

        assertEquals(0, test.pieces(brief));
        assertEquals(WHOLE, test.pieces(usual));
        assertEquals(WHOLE, test.pieces(fresh));
    }

    @Test
    void sweep_makesTheSlicesToCome_andFillsThemWithWhatWasThere() throws IOException {
        UUID early = test.job("a", SUCCEEDED, Duration.ofHours(-30));
        assertEquals(1, test.count("SELECT count(*) FROM job_event_rest"));

        test.sweep();

        assertTrue(test.count("SELECT count(*) FROM history_slice WHERE ends_at > now() + interval '2 days'") > 0);
        assertEquals(0, test.count("SELECT count(*) FROM job_event_rest"));
        assertEquals(WHOLE, test.pieces(early));
    }

    @Test
    void twoAtOnce_takeTurns() throws IOException {
        test.slice(days(12), days(10));
        try (Handle other = test.database.jdbi().open()) {
            other.begin();
            assertTrue(SliceStore.lock(other));

            assertEquals(NOTHING, test.sweep());

            other.rollback();
        }
        assertEquals(new Swept(1, 0), test.sweep());
    }

    @Test
    void tableInUse_isLeftForTheNextTime_withEverythingInIt() throws IOException {
        test.slice(days(12), days(10));
        UUID due = test.job("a", SUCCEEDED, days(11));
        test.sweep();
        test.slice(days(14), days(12));
        UUID older = test.job("a", SUCCEEDED, days(13));
        try (Handle reader = test.database.jdbi().open()) {
            reader.begin();
            reader.createQuery("SELECT count(*) FROM job_result")
                    .mapTo(Integer.class)
                    .one();

            assertThrows(JdbiException.class, () -> test.sweep());
            reader.rollback();
        }

        assertEquals(0, test.pieces(due));
        assertEquals(WHOLE - 1, test.pieces(older), "all but the file");
        assertEquals(new Swept(1, 0), test.sweep());
    }

    @Test
    void longStatement_isAwaitedForAsLongAsPostgresLetsItRun() throws SQLException {
        try (Handle handle = test.database.jdbi().open()) {
            int usual = handle.getConnection().getNetworkTimeout();

            SliceStore.inLongTransaction(handle, begun -> {
                assertTrue(awaited(begun).compareTo(statementTimeout(begun)) > 0);
                return true;
            });

            assertEquals(usual, handle.getConnection().getNetworkTimeout());
            assertTrue(awaited(handle).compareTo(statementTimeout(handle)) > 0);
        }
    }

    private static Duration awaited(Handle handle) {
        try {
            return Duration.ofMillis(handle.getConnection().getNetworkTimeout());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Duration statementTimeout(Handle handle) {
        return Duration.ofMillis(handle.createQuery("SELECT setting FROM pg_settings WHERE name = 'statement_timeout'")
                .mapTo(Long.class)
                .one());
    }

    @Test
    void uniqueKey_goesWhenNothingHoldsItAnyMore() throws IOException {
        test.uniqueKey("waits", test.job("a", SCHEDULED, days(1)), null);
        test.uniqueKey("ended", test.job("a", SUCCEEDED, days(1)), null);
        test.uniqueKey("gone", UUID.randomUUID(), null);
        test.uniqueKey("holds", test.job("a", SUCCEEDED, days(1)), days(1));
        test.uniqueKey("expired", test.job("a", SUCCEEDED, days(1)), days(-1));
        test.uniqueKey("expired, but waits", test.job("a", SCHEDULED, days(1)), days(-1));

        test.sweep();

        assertEquals(List.of("expired, but waits", "holds", "waits"), test.uniqueKeys());
    }

    @Test
    void storage_hasAFigureForEachKind() {
        test.job("a", SUCCEEDED, Duration.ofMinutes(1));

        Storage.Figures figures = new Storage(test.database.jdbi(), days(8)).figures();

        assertEquals(7, figures.database().size());
        figures.database().forEach((kind, bytes) -> assertTrue(bytes > 0, kind));
        assertEquals(16, figures.artifactFiles());
        assertEquals(1, figures.slices());
    }
}
