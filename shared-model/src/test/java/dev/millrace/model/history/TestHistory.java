package dev.millrace.model.history;

import dev.millrace.model.artifact.DiskArtifacts;
import dev.millrace.model.db.Database;
import dev.millrace.model.history.History.Swept;
import dev.millrace.model.job.JobState;
import dev.millrace.test.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A history on a database of its own, with jobs of all ages: each has a row in every table. */
final class TestHistory implements AutoCloseable {
    private static final List<String> OF_A_JOB = List.of("attempt", "job_event", "job_log", "job_result", "artifact");

    final Database database = new Database(TestPostgres.newDatabase(), "history-test", 4);
    final DiskArtifacts artifacts;
    final History history;
    private final Duration usual;
    private final Path file;

    /** @param usual retention; slices are of an eighth of it */
    TestHistory(Path directory, Duration usual) {
        artifacts = new DiskArtifacts(directory.resolve("artifacts"));
        history = new History(database.jdbi(), artifacts);
        this.usual = usual;
        try {
            file = Files.writeString(directory.resolve("left"), "left by the tool");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Swept sweep() throws IOException {
        return history.sweep(usual);
    }

    /** Makes the slice of the jobs that were submitted so long ago, until so long ago. */
    void slice(Duration from, Duration until) {
        execute(
                "SELECT add_history_slice(now() - ? * interval '1 s', now() - ? * interval '1 s')",
                from.toSeconds(),
                until.toSeconds());
    }

    /** @param left of the time for which it is held; null where the job's state decides */
    void uniqueKey(String key, UUID job, @Nullable Duration left) {
        execute(
                "INSERT INTO unique_key (key, job_id, expires_at) VALUES (?, ?, now() + ?::bigint * interval '1 s')",
                key,
                job,
                left == null ? null : left.toSeconds());
    }

    List<String> uniqueKeys() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT key FROM unique_key ORDER BY key")
                        .mapTo(String.class)
                        .list());
    }

    /** A job that was submitted so long ago and, unless it lives, ended then. */
    UUID job(String tool, JobState state, Duration ago) {
        UUID id = database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        INSERT INTO job (id, tool, tool_revision, state, queue, priority, parameters, timeout_ms,
                                         max_attempts, finished_at)
                        SELECT (substr(history_id(ended)::text, 1, 24) || substr(gen_random_uuid()::text, 25))::uuid,
                               :tool, 1, :state, 'default', 2, '{}', 1000, 1, CASE WHEN NOT :lives THEN ended END
                        FROM (SELECT now() - :ago * interval '1 s' AS ended) AS past RETURNING id
                        """)
                        .bind("tool", tool)
                        .bind("state", state.name())
                        .bind("lives", !state.isTerminal())
                        .bind("ago", ago.toSeconds())
                        .mapTo(UUID.class)
                        .one());
        execute(
                "INSERT INTO attempt (job_id, number, worker_id, state) VALUES (?, 1, gen_random_uuid(), ?)",
                id,
                state.isTerminal() ? state.name() : "LOST");
        execute(
                "INSERT INTO job_event (number, job_id, tool, type, state, attempt)"
                        + " VALUES (nextval('job_event_number'), ?, ?, 'QUEUED', 'QUEUED', 0)",
                id,
                tool);
        execute("INSERT INTO job_log (job_id, attempt, first_line, lines, content) VALUES (?, 1, 1, 1, 'o0 x')", id);
        execute("INSERT INTO job_result (job_id, result) VALUES (?, '{}')", id);
        execute(
                "INSERT INTO artifact (job_id, attempt, name, bytes, media_type, sha256) VALUES (?, 1, 'a', 16, '', '')",
                id);
        try (InputStream content = Files.newInputStream(file)) {
            artifacts.keep(id, 1, "a", content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return id;
    }

    /** How many rows and files there are of a job: 7 when it is whole, 0 when nothing is left. */
    int pieces(UUID job) throws IOException {
        int pieces = count("SELECT count(*) FROM job WHERE id = ?", job);
        for (String table : OF_A_JOB) {
            pieces += count("SELECT count(*) FROM " + table + " WHERE job_id = ?", job);
        }
        return pieces + (artifacts.open(job, 1, "a").isPresent() ? 1 : 0);
    }

    int count(String sql, Object... arguments) {
        return database.jdbi()
                .withHandle(handle ->
                        handle.select(sql, arguments).mapTo(Integer.class).one());
    }

    void execute(String sql, Object... arguments) {
        database.jdbi().useHandle(handle -> handle.execute(sql, arguments));
    }

    @Override
    public void close() {
        database.close();
    }
}
