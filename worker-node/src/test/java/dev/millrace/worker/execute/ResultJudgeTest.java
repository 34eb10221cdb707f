package dev.millrace.worker.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.Artifact;
import dev.millrace.model.job.AttemptState;
import dev.millrace.model.job.FailureCode;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.json.Json;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.ProgramEnd;
import dev.millrace.worker.runtime.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What a program left when it exited. */
class ResultJudgeTest extends JudgeTest {
    @Test
    void exitZero_isSuccessWithResultAndArtifacts() throws IOException {
        leave(" {\"pages\": 7} ");
        Files.writeString(directory.artifacts().resolve("graph.dot"), "digraph {}");

        Outcome outcome = judge(Exit.ended(ProgramEnd.exited(0), Signal.KILL, 1));

        assertEquals(AttemptState.SUCCEEDED, outcome.state());
        assertEquals("{\"pages\":7}", outcome.result());
        assertEquals(
                List.of("graph.dot text/vnd.graphviz 10"),
                outcome.artifacts().stream().map(ResultJudgeTest::text).toList());
        assertEquals(0, outcome.exitCode());
        assertEquals("KILL", outcome.signal());
        assertEquals(1, outcome.survivors());
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

    @Test
    void failure_keepsTheArtifactsAndNoResult() throws IOException {
        leave("{}");
        Files.writeString(directory.artifacts().resolve("core.txt"), "why");

        Outcome outcome = judge(exit(1));

        assertEquals(1, outcome.artifacts().size());
        assertEquals(null, outcome.result());
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
        assertEquals(TestTools.SECOND_WAIT, outcome.retryAfter());
    }

    private static String text(Artifact artifact) {
        return artifact.name() + " " + artifact.mediaType() + " " + artifact.bytes();
    }
}
