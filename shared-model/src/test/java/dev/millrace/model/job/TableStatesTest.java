package dev.millrace.model.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.db.Database;
import dev.millrace.model.tool.ToolOrigin;
import dev.millrace.model.worker.WorkerState;
import dev.millrace.test.TestPostgres;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tables are made for the states that the code knows: partitions by the state of a job, and what a column may hold. */
class TableStatesTest {
    private static final Pattern TEXT = Pattern.compile("'([^']+)'");

    private final Database database = new Database(TestPostgres.newDatabase(), "states-test", 1);

    @AfterEach
    void close() {
        database.close();
    }

    /** The texts in the answer, which is SQL. */
    private Set<String> texts(String query, String name) {
        String sql = database.jdbi()
                .withHandle(
                        handle -> handle.select(query, name).mapTo(String.class).one());
        return TEXT.matcher(sql).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> partition(String table) {
        return texts("SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE oid = ?::regclass", table);
    }

    /** The constraint of a table, not those of its partitions. */
    private Set<String> check(String constraint) {
        return texts(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = ? AND contype = 'c' AND coninhcount = 0",
                constraint);
    }

    @SafeVarargs
    private static <E extends Enum<E>> Set<String> names(Predicate<E> which, E... values) {
        return Stream.of(values).filter(which).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void jobsThatHaveEnded_areApartFromThoseThatLive() {
        assertEquals(names(state -> !state.isTerminal(), JobState.values()), partition("job_live"));
        assertEquals(names(JobState::isTerminal, JobState.values()), partition("job_finished"));
    }

    @Test
    void states_areThoseThatAColumnTakes() {
        assertEquals(names(state -> true, JobState.values()), check("job_state_check"));
        assertEquals(names(state -> true, WorkerState.values()), check("worker_state_check"));
        assertEquals(names(reason -> true, StopReason.values()), check("attempt_stop_reason_check"));
        assertEquals(names(origin -> true, ToolOrigin.values()), check("tool_origin_check"));
    }

    /** A running attempt is told by its job. */
    @Test
    void attempts_areStoredWhenTheyHaveEnded() {
        assertEquals(
                names(state -> state != AttemptState.RUNNING, AttemptState.values()), check("attempt_state_check"));
    }
}
