package dev.millrace.conformance;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.db.Database;
import dev.millrace.model.jobrunr.storage.MillraceStorage;
import dev.millrace.model.jobrunr.storage.SteadfastStorage;
import dev.millrace.test.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program that uses JobRunr as it comes, on the database of a Millrace whose worker is the master. */
@Timeout(120)
class OtherProgramTest {
    private static final Duration POLL = Duration.ofSeconds(5);

    private final Database database = new Database(TestPostgres.newDatabase(), "other-program", 20);
    private final MillraceStorage storage = new MillraceStorage(database.dataSource());
    private final BackgroundJobServer ours =
            new BackgroundJobServer(new SteadfastStorage(storage), storage.json(), null, configuration());
    private JobScheduler scheduler;

    private static BackgroundJobServerConfiguration configuration() {
        return BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                .andPollInterval(POLL);
    }

    @BeforeEach
    void start() {
        ours.start();
        eventually("ours is the master", () -> ours.getServerStatus().isRunning() && ours.isMaster());
        Work.DONE.clear();
    }

    private void startOther() {
        scheduler = JobRunr.configure()
                .useStorageProvider(new PostgresStorageProvider(database.dataSource()))
                .useBackgroundJobServer(configuration())
                .initialize()
                .getJobScheduler();
    }

    @AfterEach
    void stop() {
        if (scheduler != null) {
            JobRunr.destroy();
        }
        ours.stop();
        database.close();
    }

    @Test
    void itsJobs_areScheduledRunAndRetried_andSeenHere() {
        startOther();
        List<String> names = IntStream.range(0, 50).mapToObj(i -> "job-" + i).toList();
        names.forEach(name -> scheduler.enqueue(() -> Work.note(name)));
        scheduler.schedule(Instant.now().plusSeconds(1), () -> Work.note("later"));
        UUID failing = scheduler.enqueue(() -> Work.fail("fails")).asUUID();
        scheduler.scheduleRecurrently("often", Duration.ofSeconds(10), () -> Work.note("again"));

        eventually("its own server runs them", () -> Work.DONE.containsAll(names));
        eventually("what is due was queued by ours", () -> Work.DONE.contains("later"));
        eventually("what recurs was made by ours", () -> Work.DONE.contains("again"));
        eventually("all are seen here", () -> storage.countJobs(StateName.SUCCEEDED) >= 52);
        eventually(
                "what failed is to be tried again",
                () -> storage.getJobById(failing).getState(),
                state -> state == StateName.SCHEDULED);
    }

    @Test
    void jobOfACodeThatIsNotHere_isQueuedWithAllItsParameters() {
        String parameter = "{\"to\":\"somebody\",\"lines\":[1,2.50,\"ü\"]}";
        Job job = storage.save(new Job(
                new JobDetails(
                        "com.example.Mailer", null, "send", List.of(new JobParameter("com.example.Mail", "text"))),
                new ScheduledState(Instant.now())));
        database.jdbi().useHandle(handle -> handle.execute("""
                UPDATE jobrunr_jobs SET jobAsJson = replace(replace(jobAsJson, '"text"', ?), 'java.lang.String',
                                                            'com.example.Mail')
                """, parameter));

        eventually("it is due", () -> storage.getJobById(job.getId()).hasState(StateName.ENQUEUED));

        assertEquals(
                true,
                database.jdbi()
                        .withHandle(handle -> handle.createQuery("""
                                SELECT jobAsJson::jsonb @> ('{"jobDetails": {"jobParameters": [{"className": "com.example.Mail",
                                    "actualClassName": "com.example.Mail", "object": ' || :parameter || '}]}}')::jsonb
                                FROM jobrunr_jobs
                                """)
                                .bind("parameter", parameter)
                                .mapTo(Boolean.class)
                                .one()));
    }
}
