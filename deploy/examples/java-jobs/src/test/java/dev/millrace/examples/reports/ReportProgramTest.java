package dev.millrace.examples.reports;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.model.config.Backends;
import dev.millrace.model.config.SharedDirectories;
import dev.millrace.model.db.Database;
import dev.millrace.model.jobrunr.MillraceStorage;
import dev.millrace.test.TestPostgres;
import dev.millrace.worker.WorkerConfig;
import dev.millrace.worker.WorkerNode;
import dev.millrace.worker.jobrunr.JavaJobs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.storage.navigation.AmountRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is, and a worker that was given its code. */
@Timeout(180)
class ReportProgramTest {
    private static final Path CODE = Path.of("target", "classes");

    @TempDir
    private Path directory;

    private final DatabaseSettings settings = TestPostgres.newDatabase();
    private final Database database = new Database(settings, "reports", 4);
    private final MillraceStorage storage = new MillraceStorage(database.dataSource());
    private WorkerNode worker;

    @BeforeEach
    void start() throws IOException {
        worker = WorkerNode.start(new WorkerConfig(
                new Backends(settings, URI.create("redis://127.0.0.1:1"), Duration.ZERO),
                2,
                List.of(),
                WorkerConfig.DEFAULT_AGEING,
                Duration.ZERO,
                new SharedDirectories(directory.resolve("tools"), directory.resolve("artifacts")),
                directory.resolve("scratch"),
                directory.resolve("alive"),
                new JavaJobs(List.of(CODE.toAbsolutePath()))));
    }

    @AfterEach
    void stop() {
        JobRunr.destroy();
        worker.close();
        storage.close();
        database.close();
    }

    @Test
    void itsJobs_runOnTheWorker_withTheirLinesAndTheirRetries_asDoesWhatRecurs() {
        ReportProgram program = new ReportProgram(database.dataSource());
        List<UUID> jobs = program.order("ada");
        program.tidyUpEach(Duration.ofSeconds(15));

        jobs.forEach(job -> eventually(
                "job " + job + " has ended",
                () -> storage.getJobById(job).getState(),
                state -> state == StateName.SUCCEEDED));
        eventually("what recurs has run", () -> hasRun("Tidy up"));

        assertTells(jobs.get(0), "Chapter stock for ada");
        assertTells(jobs.get(1), "Sent at last");
    }

    private boolean hasRun(String name) {
        return storage.getJobList(StateName.SUCCEEDED, new AmountRequest("updatedAt:DESC", 10)).stream()
                .anyMatch(job -> job.getJobName().equals(name));
    }

    private void assertTells(UUID job, String line) {
        String lines = database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT jobAsJson FROM jobrunr_jobs WHERE id = :id")
                        .bind("id", job.toString())
                        .mapTo(String.class)
                        .one());
        assertTrue(lines.contains(line), lines);
    }
}
