package dev.millrace.worker.jobrunr;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.config.Backends;
import dev.millrace.model.config.Environment;
import dev.millrace.model.config.SharedDirectories;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.jobrunr.housekeeping.HistorySweep;
import dev.millrace.model.tool.ToolOrigin;
import dev.millrace.model.tool.manifest.Manifest;
import dev.millrace.worker.TestQueue;
import dev.millrace.worker.WorkerConfig;
import dev.millrace.worker.WorkerNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.states.FailedState;
import org.jobrunr.jobs.states.StateName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that was given the jar of another program. */
@Timeout(120)
class ProgramsTest {
    private static final String PROGRAM = "example.Program";

    @TempDir
    private Path root;

    private final TestQueue queue = new TestQueue();
    private Path jars;
    private WorkerNode worker;

    @BeforeEach
    void start() throws IOException {
        jars = ProgramJar.build(root);
        worker = start(new JavaJobs(List.of(jars.resolve("program.jar"))));
    }

    private WorkerNode start(JavaJobs javaJobs) throws IOException {
        return WorkerNode.start(new WorkerConfig(
                new Backends(queue.settings, URI.create("redis://127.0.0.1:1"), Duration.ZERO),
                1,
                List.of(),
                WorkerConfig.DEFAULT_AGEING,
                Duration.ofSeconds(1),
                new SharedDirectories(root.resolve("tools"), root.resolve("artifacts")),
                root.resolve("scratch"),
                root.resolve("alive"),
                javaJobs));
    }

    @AfterEach
    void close() {
        worker.close();
        queue.close();
    }

    private UUID enqueue(String type, String method, JobParameter... parameters) {
        return queue.storage
                .save(new Job(new JobDetails(type, null, method, List.of(parameters))))
                .getId();
    }

    private Path file(String name) {
        return root.resolve(name);
    }

    private JobParameter text(String name) {
        return new JobParameter(String.class.getName(), file(name).toString());
    }

    private StateName state(UUID job) {
        return queue.storage.getJobById(job).getState();
    }

    private void awaitState(UUID job, StateName state) {
        eventually("it is " + state, () -> state(job), now -> now == state);
    }

    @Test
    void jobWhoseCodeIsInTheJar_isRun_byItsOwnClasses() throws Exception {
        UUID job = enqueue(PROGRAM, "writes", text("written"));
        UUID request = enqueue(
                PROGRAM + "$Handler",
                "run",
                new JobParameter(ProgramJar.request(jars, file("asked").toString())));

        awaitState(job, StateName.SUCCEEDED);
        awaitState(request, StateName.SUCCEEDED);

        assertEquals("by java-jobs", Files.readString(file("written")));
        assertEquals("asked for", Files.readString(file("asked")));
        List<String> states = queue.storage.getJobById(job).getJobStates().stream()
                .map(state -> state.getName().name())
                .toList();
        assertEquals(List.of("ENQUEUED", "PROCESSING", "SUCCEEDED"), states);
    }

    @Test
    void jobWhoseCodeIsNotInTheJar_isLeftToOthers() {
        UUID unknown = enqueue("example.Unknown", "run", text("unknown"));
        UUID otherMethod = enqueue(PROGRAM, "reads", text("unknown"));
        UUID ours = enqueue(WorkerNode.class.getName(), "close");
        UUID ofJava = enqueue("java.lang.Thread", "run");
        UUID job = enqueue(PROGRAM, "writes", text("written"));

        awaitState(job, StateName.SUCCEEDED);

        for (UUID left : List.of(unknown, otherMethod, ours, ofJava)) {
            assertEquals(StateName.ENQUEUED, state(left));
        }
    }

    @Test
    void jobThatFails_isTriedAgainByJobRunr_andSlotsAreFreeAfterwards() {
        UUID failing = enqueue(PROGRAM, "fails", text("failed"));
        awaitState(failing, StateName.SCHEDULED);
        FailedState failure = queue.storage
                .getJobById(failing)
                .getLastJobStateOfType(FailedState.class)
                .orElseThrow();
        assertEquals("Not today", failure.getExceptionMessage());

        List<UUID> jobs = IntStream.range(0, 20)
                .mapToObj(i -> enqueue(PROGRAM, "writes", text("written-" + i)))
                .toList();
        jobs.forEach(job -> awaitState(job, StateName.SUCCEEDED));
    }

    private int slices() {
        return queue.database
                .jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM history_slice")
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void sweepOfTheHistory_isRun_withCodeOfProgramsOrWithout() throws IOException {
        HistorySweep.enter(queue.storage, Duration.ofDays(3_650));
        RecurringJob recurring = queue.storage.getRecurringJobs().get(0);
        assertEquals("Sweep the history", recurring.getJobName());
        int slices = slices();

        UUID besidePrograms = queue.storage.save(recurring.toEnqueuedJob()).getId();
        awaitState(besidePrograms, StateName.SUCCEEDED);
        assertTrue(slices() > slices, "slices to come were made");

        worker.close();
        UUID alone = queue.storage.save(recurring.toEnqueuedJob()).getId();
        worker = start(JavaJobs.NONE);
        awaitState(alone, StateName.SUCCEEDED);
    }

    @Test
    void jobsOfTools_areRunBesideThem_andFirst() {
        queue.tools.register(
                Manifest.read("count", "name: count\nrun: {command: [\"/bin/true\"]}\n", null), ToolOrigin.API);
        UUID job = enqueue(PROGRAM, "writes", text("written"));
        UUID tool = queue.submit(Start.NOW).id();

        eventually("the tool has run", () -> queue.reader.get(tool).state() == JobState.SUCCEEDED);
        awaitState(job, StateName.SUCCEEDED);
    }

    @Test
    void jobThatRunsWhenTheWorkerStops_isInterrupted_andTriedAgain() {
        UUID job =
                enqueue(PROGRAM, "waits", text("waiting"), new JobParameter(JobContext.class.getName(), (Object) null));
        eventually("it runs", () -> Files.exists(file("waiting")));

        worker.close();

        assertEquals(StateName.SCHEDULED, state(job));
    }

    @Test
    void jobThatHasEnded_waitsForPostgres() {
        queue.refuse("jobrunr_jobs", "NEW.state = 'SUCCEEDED'", "57P03");
        UUID job = enqueue(PROGRAM, "writes", text("written"));
        eventually("it has run", () -> Files.exists(file("written")));
        assertEquals(StateName.PROCESSING, state(job));

        queue.acceptAgain();

        awaitState(job, StateName.SUCCEEDED);
    }

    @Test
    void directoryWithoutJars_isRefused_sayingWhatToDo() {
        assertProblem("a directory without jars; put in it the program's and all that it uses", root);
        assertProblem("no directory that can be read; name one with the program's jars in it", root.resolve("none"));
    }

    private static void assertProblem(String problem, Path directory) {
        Environment environment = new Environment(Map.of("MILLRACE_WORKER_JAVA_JOBS", directory.toString()));
        assertEquals(JavaJobs.NONE, JavaJobs.from(environment));
        String message =
                assertThrows(RuntimeException.class, environment::check).getMessage();
        assertTrue(message.contains("MILLRACE_WORKER_JAVA_JOBS: ") && message.contains(problem), message);
    }
}
