package dev.millrace.worker.execute;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.millrace.model.artifact.DiskArtifacts;
import dev.millrace.model.attempt.Artifact;
import dev.millrace.model.attempt.Attempt;
import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.Progress;
import dev.millrace.model.log.LogLine;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.model.tool.ToolOrigin;
import dev.millrace.worker.TestQueue;
import dev.millrace.worker.log.LogFlusher;
import dev.millrace.worker.runtime.ExhaustedException;
import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.ToolRuntime;
import dev.millrace.worker.runtime.output.OutputLimits;
import dev.millrace.worker.runtime.process.ProcessRuntime;
import dev.millrace.worker.runtime.scratch.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole attempts: real processes, and all that is on record afterwards. */
@Timeout(120)
class AttemptRunnerTest {
    @TempDir
    private Path root;

    private final TestQueue queue = new TestQueue();
    private final LogFlusher logs = new LogFlusher(queue.logs, queue.progress, queue.updates);
    private final Stop stop = new Stop();
    private final OutcomeRecorder recorder = new OutcomeRecorder(queue.completions);
    private Scratch scratch;
    private AttemptRunner runner;

    @BeforeEach
    void open() throws IOException {
        scratch = Scratch.open(root.resolve("scratch"));
        runner = runner(ProcessRuntime.onThisMachine(OutputLimits.DEFAULT));
    }

    private AttemptRunner runner(ToolRuntime runtime) {
        return new AttemptRunner(
                new ToolCatalog(queue.tools, root),
                scratch,
                logs,
                runtime,
                new OutcomeDecider(new ArtifactCollector(new DiskArtifacts(root.resolve("artifacts"))), 1_000),
                recorder);
    }

    @AfterEach
    void close() throws IOException {
        recorder.close();
        logs.close();
        queue.close();
        scratch.close();
    }

    private Job claimed(ToolDefinition tool, String parameters) {
        queue.tools.register(tool, ToolOrigin.API);
        return queue.runningOn(queue.worker(), parameters);
    }

    private void run(Job job) {
        CompletableFuture<Boolean> settled = new CompletableFuture<>();
        runner.run(job, stop, outcome -> runner.record(job, outcome, () -> settled.complete(true)));
        settled.join();
    }

    private Job now(Job job) {
        return queue.reader.get(job.id());
    }

    private Attempt attempt(Job job) {
        return queue.reader.withAttempts(job.id()).attempts().get(0);
    }

    private List<String> log(Job job) {
        return queue.logs.chunks(job.id(), 1, 0, 100).stream()
                .flatMap(chunk -> chunk.linesAfter(0).stream())
                .map(LogLine::text)
                .toList();
    }

    @Test
    void success_leavesLogProgressResultAndArtifactsOnRecord() {
        Job job = claimed(TestTools.script("""
                        echo "hello $1"; cat; echo
                        echo '::progress 50 half way'
                        echo '{"pages": 7}' > "$MILLRACE_RESULT"
                        printf kept > "$MILLRACE_ARTIFACTS/a.txt"
                        """, "{{name}}"), "{\"name\":\"two words\"}");

        run(job);

        assertEquals(JobState.SUCCEEDED, now(job).state());
        assertEquals(new Progress(50, "half way"), now(job).progress());
        Attempt attempt = attempt(job);
        assertEquals("host", attempt.host());
        assertEquals(60, attempt.process().outputBytes());
        assertFalse(attempt.process().cpuTime().isNegative());
        assertEquals(List.of("hello two words", "{\"name\":\"two words\"}"), log(job));
        assertEquals(Optional.of("{\"pages\":7}"), queue.reader.result(job.id()));
        assertEquals(
                List.of("a.txt"),
                queue.reader.artifacts(job.id()).stream().map(Artifact::name).toList());
        assertEquals(AttemptState.SUCCEEDED, attempt(job).state());
        assertEquals(0, attempt(job).exitCode());
    }

    @Test
    void failure_thatThePolicyForgives_waitsForAnotherAttempt() {
        Job job = claimed(TestTools.script("echo busy >&2; exit 4"), "{}");

        run(job);

        assertEquals(JobState.SCHEDULED, now(job).state());
        assertEquals(FailureCode.EXIT_CODE, now(job).failure().code());
        assertEquals(4, attempt(job).exitCode());
        assertEquals(List.of("busy"), log(job));
    }

    @Test
    void stop_isCarriedOutAndRecorded() throws InterruptedException {
        Job job = claimed(TestTools.script("echo up; sleep 600"), "{}");
        Thread attempt = new Thread(() -> run(job));
        attempt.start();
        eventually("the tool is up", () -> log(job).equals(List.of("up")));

        stop.request(StopReason.CANCEL);
        attempt.join();

        assertEquals(JobState.CANCELLED, now(job).state());
        assertEquals(StopReason.CANCEL, attempt(job).stopReason());
        assertEquals("TERM", attempt(job).signal());
        assertEquals(0, attempt(job).survivors());
    }

    @Test
    void toolThatCannotBeRead_isTheWorkersFailure_andTriedAgain() {
        Job job = queue.runningOn(queue.worker());

        run(job);

        assertEquals(JobState.SCHEDULED, now(job).state());
        assertEquals(FailureCode.START_FAILED, now(job).failure().code());
    }

    @Test
    void attemptThatIsStale_changesNothing() {
        Job job = claimed(TestTools.script("echo late"), "{}");
        queue.cancellations.one(job.id(), "test");
        queue.completions.finish(job, Outcome.without(AttemptState.CANCELLED, null));

        run(job);

        assertEquals(JobState.CANCELLED, now(job).state());
    }

    @Test
    void scratchDirectory_isGoneAfterwards() {
        Job job = claimed(TestTools.script("mkdir -p deep/er; touch deep/er/file; chmod 0 deep"), "{}");

        run(job);

        assertEquals(JobState.SUCCEEDED, now(job).state());
        assertEquals(0, scratch.path().toFile().list().length);
    }

    @Test
    void machineThatStartsNothing_costsTheJobNoAttempt() {
        runner = runner((launch, output, toStop) -> {
            throw new ExhaustedException("Resource temporarily unavailable");
        });
        Job job = claimed(TestTools.script("exit 1"), "{}");

        run(job);

        assertEquals(JobState.QUEUED, now(job).state());
        assertEquals(0, now(job).failures());
        assertEquals(AttemptState.RELEASED, attempt(job).state());
    }

    @Test
    void errorInAnAttempt_isTheWorkersFailure_andTriedAgain() {
        runner = runner((launch, output, toStop) -> {
            throw new StackOverflowError();
        });
        Job job = claimed(TestTools.script("exit 1"), "{}");

        run(job);

        assertEquals(JobState.SCHEDULED, now(job).state());
        assertEquals(FailureCode.START_FAILED, now(job).failure().code());
    }

    @Test
    void jobThatIsGivenBack_isQueuedAgain_andLosesNoAttempt() {
        Job job = claimed(TestTools.script("exit 1"), "{}");

        CompletableFuture<Boolean> settled = new CompletableFuture<>();
        runner.giveBack(job, () -> settled.complete(true));
        settled.join();

        assertEquals(JobState.QUEUED, now(job).state());
        assertEquals(0, now(job).failures());
        assertEquals(AttemptState.RELEASED, attempt(job).state());
    }
}
