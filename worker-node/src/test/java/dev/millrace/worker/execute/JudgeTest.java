package dev.millrace.worker.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.artifact.DiskArtifacts;
import dev.millrace.model.job.Artifact;
import dev.millrace.model.job.AttemptState;
import dev.millrace.model.job.FailureCode;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.job.Priority;
import dev.millrace.model.job.StopReason;
import dev.millrace.model.json.Json;
import dev.millrace.model.log.LogStream;
import dev.millrace.model.tool.Backoff;
import dev.millrace.model.tool.ProcessRun;
import dev.millrace.model.tool.RetryPolicy;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.Output;
import dev.millrace.worker.runtime.Signal;
import dev.millrace.worker.runtime.scratch.AttemptDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class JudgeTest {
    private static final Duration WAIT = Duration.ofSeconds(2);

    @TempDir
    private Path temporary;

    private AttemptDirectory directory;
    private final List<String> said = new ArrayList<>();
    private final Output log = new Output() {
        @Override
        public void line(LogStream stream, String text) {
            said.add(text);
        }

        @Override
        public void progress(int percent, String message) {
            throw new AssertionError("Nobody made progress");
        }
    };

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new AttemptDirectory(temporary.resolve("attempt"));
        Files.createDirectories(directory.artifacts());
    }

    private Outcome judge(Exit exit) {
        return judge(exit, null);
    }

    private Outcome judge(Exit exit, ObjectNode resultSchema) {
        Judge judge = new Judge(new ArtifactCollector(new DiskArtifacts(temporary.resolve("kept"))), 100);
        return judge.outcome(job(), PinnedTool.of(tool(resultSchema), temporary), exit, directory, log);
    }

    private static ToolDefinition tool(ObjectNode resultSchema) {
        return new ToolDefinition(
                "count",
                "",
                List.of(),
                Json.object(),
                resultSchema,
                new ProcessRun(List.of("true"), Map.of()),
                Duration.ofMinutes(5),
                Duration.ofSeconds(5),
                new RetryPolicy(3, new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0), Set.of(4)),
                "default",
                Priority.NORMAL,
                null);
    }

    /** One attempt has failed before. */
    private static Job job() {
        Instant now = Instant.now();
        return new Job(
                UUID.randomUUID(),
                "count",
                1,
                JobState.RUNNING,
                "default",
                Priority.NORMAL,
                "{}",
                Map.of(),
                Duration.ofSeconds(90),
                3,
                2,
                1,
                now,
                now,
                now,
                now,
                null,
                UUID.randomUUID(),
                null,
                null,
                false,
                null);
    }

    private static Exit exit(int code) {
        return Exit.ended(code, null, 0);
    }

    private static void assertFailed(FailureCode code, String message, Outcome outcome) {
        assertEquals(AttemptState.FAILED, outcome.state());
        assertEquals(code, outcome.failure().code());
        assertTrue(outcome.failure().message().contains(message), outcome.failure()::message);
        assertEquals(null, outcome.result());
    }

    private void leave(String result) throws IOException {
        Files.writeString(directory.result(), result);
    }

    @Test
    void exitZero_isSuccessWithResultAndArtifacts() throws IOException {
        leave(" {\"pages\": 7} ");
        Files.writeString(directory.artifacts().resolve("graph.dot"), "digraph {}");

        Outcome outcome = judge(Exit.ended(0, Signal.KILL, 1));

        assertEquals(AttemptState.SUCCEEDED, outcome.state());
        assertEquals("{\"pages\":7}", outcome.result());
        assertEquals(
                List.of("graph.dot text/vnd.graphviz 10"),
                outcome.artifacts().stream().map(JudgeTest::text).toList());
        assertEquals(0, outcome.exitCode());
        assertEquals("KILL", outcome.signal());
        assertEquals(1, outcome.survivors());
    }

    private static String text(Artifact artifact) {
        return artifact.name() + " " + artifact.mediaType() + " " + artifact.bytes();
    }

    @Test
    void exitZero_withoutResultIsSuccess() {
        Outcome outcome = judge(exit(0));

        assertEquals(AttemptState.SUCCEEDED, outcome.state());
        assertEquals(null, outcome.result());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "nope", "{\"a\":NaN}"})
    void resultThatIsNoJson_isInvalid(String result) throws IOException {
        leave(result);

        assertFailed(FailureCode.INVALID_RESULT, "", judge(exit(0)));
    }

    @Test
    void resultOverTheLimit_isRefused() throws IOException {
        leave("\"" + "x".repeat(99) + "\"");

        assertFailed(FailureCode.LIMIT_EXCEEDED, "", judge(exit(0)));
    }

    @Test
    void result_mustSatisfyTheToolsSchema() throws IOException {
        ObjectNode schema = Json.object().put("type", "object");
        schema.putObject("properties").putObject("pages").put("type", "integer");

        assertFailed(FailureCode.INVALID_RESULT, "wrote no result", judge(exit(0), schema));

        leave("{\"pages\":\"many\"}");
        assertFailed(FailureCode.INVALID_RESULT, "'/pages'", judge(exit(0), schema));

        leave("{\"pages\":7}");
        assertEquals(AttemptState.SUCCEEDED, judge(exit(0), schema).state());
    }

    @ParameterizedTest
    @CsvSource({"1, false", "3, false", "4, true", "75, true", "127, false"})
    void otherExit_isFailure_andIsTriedAgainAsThePolicySays(int code, boolean again) {
        Outcome outcome = judge(exit(code));

        assertFailed(FailureCode.EXIT_CODE, "code " + code + ".", outcome);
        assertEquals(code, outcome.exitCode());
        assertEquals(again ? WAIT : null, outcome.retryAfter());
    }

    @Test
    void failure_keepsTheArtifactsAndNoResult() throws IOException {
        leave("{}");
        Files.writeString(directory.artifacts().resolve("core.txt"), "why");

        Outcome outcome = judge(exit(1));

        assertEquals(1, outcome.artifacts().size());
        assertEquals(null, outcome.result());
    }

    @Test
    void deathBySignal_isNamed() {
        Outcome outcome = judge(exit(137));

        assertFailed(FailureCode.SIGNAL, "signal 9", outcome);
        assertEquals(null, outcome.retryAfter());
    }

    @Test
    void programThatIsNotThere_isNotTriedAgain() {
        Outcome outcome = judge(Exit.notStarted(FailureCode.PROGRAM_NOT_FOUND, "No program 'nope'."));

        assertFailed(FailureCode.PROGRAM_NOT_FOUND, "No program 'nope'.", outcome);
        assertEquals(null, outcome.exitCode());
        assertEquals(null, outcome.retryAfter());
    }

    @Test
    void startThatFailed_isTriedAgain() {
        Outcome outcome = judge(Exit.notStarted(FailureCode.START_FAILED, "Too many processes."));

        assertFailed(FailureCode.START_FAILED, "Too many processes.", outcome);
        assertEquals(WAIT, outcome.retryAfter());
    }

    @ParameterizedTest
    @EnumSource(StopReason.class)
    void stopped_meansWhatItWasStoppedFor(StopReason reason) {
        Outcome outcome = judge(Exit.stopped(reason, 143, Signal.TERM, 0));

        AttemptState expected = switch (reason) {
            case CANCEL -> AttemptState.CANCELLED;
            case DRAIN -> AttemptState.RELEASED;
            case LOST -> AttemptState.LOST;
            case TIMEOUT, LIMIT -> AttemptState.FAILED;
        };
        assertEquals(expected, outcome.state());
        assertEquals(reason, outcome.stopReason());
        assertEquals("TERM", outcome.signal());
        assertEquals(143, outcome.exitCode());
        assertEquals(null, outcome.retryAfter());
    }

    @Test
    void timeout_saysHowLongItWas() {
        assertFailed(FailureCode.TIMEOUT, "1m30s", judge(Exit.stopped(StopReason.TIMEOUT, 143, Signal.TERM, 0)));
    }

    @Test
    void artifactThatIsALink_isNotKeptAndTheLogSaysSo() throws IOException {
        Files.createSymbolicLink(directory.artifacts().resolve("passwd"), Path.of("/etc/passwd"));

        Outcome outcome = judge(exit(0));

        assertEquals(AttemptState.SUCCEEDED, outcome.state());
        assertEquals(List.of(), outcome.artifacts());
        assertTrue(said.get(0).startsWith("Artifact not kept"), said::toString);
    }

    @Test
    void artifactsThatCannotBeStored_failTheAttemptAndAreWorthAnother() throws IOException {
        Files.writeString(temporary.resolve("kept"), "a file where a directory should be");
        Files.writeString(directory.artifacts().resolve("a"), "b");

        Outcome outcome = judge(exit(0));

        assertFailed(FailureCode.ARTIFACTS_NOT_STORED, "", outcome);
        assertEquals(WAIT, outcome.retryAfter());
    }
}
