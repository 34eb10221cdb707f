package dev.millrace.worker.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.millrace.model.attempt.Artifact;
import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.json.Json;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.ProgramEnd;
import dev.millrace.worker.runtime.Signal;
import dev.millrace.worker.runtime.scratch.ArtifactFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What a program left when it exited. */
class ResultOutcomeTest extends OutcomeDeciderTest {
    @Test
    void exitZero_isSuccessWithResultAndArtifacts() throws IOException {
        leave(" {\"pages\": 7} ");
        Files.writeString(directory.artifacts().resolve("graph.dot"), "digraph {}");

        Outcome outcome = decide(Exit.ended(ProgramEnd.exited(0), Signal.KILL, 1));

        assertEquals(AttemptState.SUCCEEDED, outcome.state());
        assertEquals("{\"pages\":7}", outcome.result());
        assertEquals(
                List.of("graph.dot text/vnd.graphviz 10"),
                outcome.artifacts().stream().map(ResultOutcomeTest::text).toList());
        assertEquals(0, outcome.exitCode());
        assertEquals("KILL", outcome.signal());
        assertEquals(1, outcome.survivors());
    }

    @Test
    void exitZero_withoutResultIsSuccess() {
        Outcome outcome = decide(exit(0));

        assertEquals(AttemptState.SUCCEEDED, outcome.state());
        assertEquals(null, outcome.result());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "nope", "{\"a\":NaN}"})
    void resultThatIsNoJson_isInvalid(String result) throws IOException {
        leave(result);

        assertFailed(FailureCode.INVALID_RESULT, "", decide(exit(0)));
    }

    @Test
    void resultOverTheLimit_isRefused() throws IOException {
        leave("\"" + "x".repeat(99) + "\"");

        assertFailed(FailureCode.LIMIT_EXCEEDED, "", decide(exit(0)));
    }

    @Test
    void result_mustSatisfyTheToolsSchema() throws IOException {
        ObjectNode schema = Json.object().put("type", "object");
        schema.putObject("properties").putObject("pages").put("type", "integer");

        assertFailed(FailureCode.INVALID_RESULT, "wrote no result", decide(exit(0), schema));

        leave("{\"pages\":\"many\"}");
        assertFailed(FailureCode.INVALID_RESULT, "'/pages'", decide(exit(0), schema));

        leave("{\"pages\":7}");
        assertEquals(AttemptState.SUCCEEDED, decide(exit(0), schema).state());
    }

    @Test
    void failure_keepsTheArtifactsAndNoResult() throws IOException {
        leave("{}");
        Files.writeString(directory.artifacts().resolve("core.txt"), "why");

        Outcome outcome = decide(exit(1));

        assertEquals(1, outcome.artifacts().size());
        assertEquals(null, outcome.result());
    }

    @Test
    void artifactThatIsALink_isNotKeptAndTheLogSaysSo() throws IOException {
        Files.createSymbolicLink(directory.artifacts().resolve("passwd"), Path.of("/etc/passwd"));

        Outcome outcome = decide(exit(0));

        assertEquals(AttemptState.SUCCEEDED, outcome.state());
        assertEquals(List.of(), outcome.artifacts());
        assertTrue(said.get(0).startsWith("Artifact not kept"), said::toString);
    }

    /** A test that may read everything cannot make a file that it may not read; it can make files that change. */
    @Test
    void artifactThatCannotBeRead_isLeftOut_andTheLogSaysWhy() throws IOException {
        Path grown = Files.writeString(directory.artifacts().resolve("grown"), "12");
        Path link = Files.createSymbolicLink(directory.artifacts().resolve("link"), Path.of("/etc/passwd"));
        Path shrunk = Files.writeString(directory.artifacts().resolve("shrunk"), "1");

        ArtifactCollector.Kept kept = keep(
                new ArtifactFiles.Found("gone", directory.artifacts().resolve("gone"), 1),
                new ArtifactFiles.Found("grown", grown, 1),
                new ArtifactFiles.Found("link", link, 1),
                new ArtifactFiles.Found("shrunk", shrunk, 5));

        assertEquals(null, kept.failure());
        assertEquals(
                List.of("shrunk application/octet-stream 1"),
                kept.artifacts().stream().map(ResultOutcomeTest::text).toList());
        assertEquals(
                List.of(
                        "Artifact not kept: gone: it cannot be read: it is not there.",
                        "Artifact not kept: grown: it is still being written."),
                said.subList(0, 2));
        assertTrue(said.get(2).startsWith("Artifact not kept: link: it cannot be read: "), said::toString);
    }

    /** Root may read everything, so this is for the others who run tests. */
    @Test
    void artifactOfAModeThatForbidsReading_isLeftOut() throws IOException {
        Path file = Files.writeString(directory.artifacts().resolve("secret"), "x");
        Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.OWNER_WRITE));
        assumeFalse(Files.isReadable(file), "This user may read everything");
        leave("{}");

        Outcome outcome = decide(exit(0));

        assertEquals(AttemptState.SUCCEEDED, outcome.state());
        assertEquals(List.of("Artifact not kept: secret: it cannot be read: permission denied."), said);
    }

    @Test
    void artifactsThatCannotBeStored_failTheAttemptAndAreWorthAnother() throws IOException {
        Files.writeString(temporary.resolve("kept"), "a file where a directory should be");
        Files.writeString(directory.artifacts().resolve("a"), "b");

        Outcome outcome = decide(exit(0));

        assertFailed(FailureCode.ARTIFACTS_NOT_STORED, "", outcome);
        assertEquals(TestTools.SECOND_WAIT, outcome.retryAfter());
    }

    private static String text(Artifact artifact) {
        return artifact.name() + " " + artifact.mediaType() + " " + artifact.bytes();
    }
}
