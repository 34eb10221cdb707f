package dev.millrace.worker.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.artifact.DiskArtifacts;
import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.job.Job;
import dev.millrace.model.log.LogStream;
import dev.millrace.worker.TestJobs;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.Output;
import dev.millrace.worker.runtime.ProgramEnd;
import dev.millrace.worker.runtime.scratch.ArtifactFiles;
import dev.millrace.worker.runtime.scratch.AttemptDirectory;
import dev.millrace.worker.runtime.scratch.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A test of what becomes of a second attempt: the first has failed, a third is possible. */
abstract class OutcomeDeciderTest {
    @TempDir
    Path temporary;

    final List<String> said = new ArrayList<>();
    AttemptDirectory directory;
    private Scratch scratch;

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
        scratch = Scratch.open(temporary.resolve("scratch"));
        directory = scratch.directory(new UUID(1, 2), 1);
        directory.make("{}");
    }

    @AfterEach
    void closeScratch() throws IOException {
        scratch.close();
    }

    Outcome decide(Exit exit) {
        return decide(exit, null);
    }

    Outcome decide(Exit exit, ObjectNode resultSchema) {
        OutcomeDecider decider =
                new OutcomeDecider(new ArtifactCollector(new DiskArtifacts(temporary.resolve("kept"))), 100);
        Job job = TestJobs.running(2, Duration.ofSeconds(90));
        PinnedTool tool = PinnedTool.of(TestTools.of(resultSchema, null, "true"), temporary);
        return decider.outcome(job, tool, exit, directory, log);
    }

    ArtifactCollector.Kept keep(ArtifactFiles.Found... files) {
        return new ArtifactCollector(new DiskArtifacts(temporary.resolve("kept")))
                .keep(TestJobs.running(2, Duration.ofSeconds(90)), List.of(files), log);
    }

    static Exit exit(int code) {
        return Exit.ended(ProgramEnd.exited(code), null, 0);
    }

    static void assertFailed(FailureCode code, String message, Outcome outcome) {
        assertEquals(AttemptState.FAILED, outcome.state());
        assertEquals(code, outcome.failure().code());
        assertTrue(outcome.failure().message().contains(message), outcome.failure()::message);
        assertEquals(null, outcome.result());
    }

    void leave(String result) throws IOException {
        Files.writeString(directory.result(), result);
    }
}
