package dev.millrace.examples.reports;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.model.config.Backends;
import dev.millrace.model.config.SharedDirectories;
import dev.millrace.model.db.Database;
import dev.millrace.model.jobrunr.storage.MillraceStorage;
import dev.millrace.test.TestPostgres;
import dev.millrace.worker.WorkerConfig;
import dev.millrace.worker.WorkerNode;
import dev.millrace.worker.jobrunr.JavaJobs;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.storage.navigation.AmountRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is, in a process of its own, and a worker that was given its code. */
@Timeout(180)
class ReportProgramTest {
    private static final Path CODE = Path.of("target", "classes");

    private static final Pattern LIBRARIES =
            Pattern.compile("/(jobrunr|jackson|postgresql|slf4j|asm|jspecify|json)[^/]*[.]jar$");

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
        worker.close();
        storage.close();
        database.close();
    }

    @Test
    void itsJobs_runOnTheWorker_withTheirLinesAndTheirRetries_asDoesWhatRecurs() throws Exception {
        List<UUID> jobs = jobsOfTheProgram();

        jobs.forEach(job -> eventually(
                "job " + job + " has ended",
                () -> storage.getJobById(job).getState(),
                state -> state == StateName.SUCCEEDED));
        eventually("what recurs has run", () -> hasRun("Tidy up"));

        assertTells(jobs.get(0), "Chapter stock for ada");
        assertTells(jobs.get(1), "Sent at last");
    }

    private List<UUID> jobsOfTheProgram() throws IOException, InterruptedException {
        Path errors = directory.resolve("errors");
        String login = "user=%s&password=%s".formatted(settings.user(), settings.password());
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        itsClassPath(),
                        ReportProgram.class.getName(),
                        settings.jdbcUrl() + (settings.jdbcUrl().contains("?") ? "&" : "?") + login)
                .redirectError(errors.toFile())
                .start();
        try (BufferedReader output = program.inputReader()) {
            List<UUID> jobs = output.lines()
                    .filter(line -> line.startsWith("job "))
                    .map(line -> UUID.fromString(line.substring("job ".length())))
                    .toList();
            assertEquals(0, program.waitFor(), Files.readString(errors));
            return jobs;
        }
    }

    /** Nothing of Millrace's: its jars would bring JobRunr once more. */
    private static String itsClassPath() {
        String libraries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(path -> LIBRARIES.matcher(path).find())
                .collect(Collectors.joining(File.pathSeparator));
        return CODE + File.pathSeparator + libraries;
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
