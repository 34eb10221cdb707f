package dev.millrace.worker.execute;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.db.Database;
import dev.millrace.model.file.Reason;
import dev.millrace.model.job.Job;
import dev.millrace.model.json.Json;
import dev.millrace.model.tool.CommandTemplate;
import dev.millrace.worker.log.AttemptLog;
import dev.millrace.worker.log.LogFlusher;
import dev.millrace.worker.queue.Attempts;
import dev.millrace.worker.runtime.ExhaustedException;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.Launch;
import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.ToolRuntime;
import dev.millrace.worker.runtime.scratch.AttemptDirectory;
import dev.millrace.worker.runtime.scratch.Scratch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.node.ObjectNode;

/** Runs attempts, each from the claimed job to the outcome. */
public final class AttemptRunner implements Attempts {
    private static final Logger log = LoggerFactory.getLogger(AttemptRunner.class);
    private static final String JOB_ID = "jobId";

    /** Before a try again after a failure of the worker's own, not of the tool. */
    private static final Duration RETRY_AFTER_OWN_FAILURE = Duration.ofSeconds(5);

    /** The cause is in the worker's log; it may name what is not the submitter's business. */
    private static final Outcome OWN_FAILURE = new Outcome(
            AttemptState.FAILED,
            null,
            null,
            null,
            0,
            null,
            new Failure(FailureCode.START_FAILED, "The worker could not run the attempt; its log says why."),
            RETRY_AFTER_OWN_FAILURE,
            null,
            List.of());

    /** What this worker lacks, room or time, is no fault of the job's, and another worker may have it. */
    private static final Outcome GIVEN_BACK = Outcome.without(AttemptState.RELEASED, null);

    private final ToolCatalog tools;
    private final Scratch scratch;
    private final LogFlusher logs;
    private final ToolRuntime runtime;
    private final OutcomeDecider decider;
    private final OutcomeRecorder recorder;

    public AttemptRunner(
            ToolCatalog tools,
            Scratch scratch,
            LogFlusher logs,
            ToolRuntime runtime,
            OutcomeDecider decider,
            OutcomeRecorder recorder) {
        this.tools = tools;
        this.scratch = scratch;
        this.logs = logs;
        this.runtime = runtime;
        this.decider = decider;
        this.recorder = recorder;
    }

    @Override
    public void run(Job job, Stop stop, Consumer<Outcome> ended) {
        MDC.put(JOB_ID, job.id().toString());
        try {
            AttemptDirectory directory = scratch.directory(job.id(), job.attempt());
            Outcome outcome = GIVEN_BACK;
            try {
                outcome = attempt(job, directory, stop);
            } finally {
                ended.accept(outcome);
            }
            // Not before: whoever waits for the outcome need not wait for this.
            delete(directory);
        } finally {
            MDC.remove(JOB_ID);
        }
    }

    @Override
    public void record(Job job, Outcome outcome, Runnable settled) {
        recorder.record(job, outcome, settled);
    }

    @Override
    public void giveBack(Job job, Runnable settled) {
        recorder.record(job, GIVEN_BACK, settled);
    }

    private Outcome attempt(Job job, AttemptDirectory directory, Stop stop) {
        try {
            PinnedTool tool = tools.tool(job);
            try (AttemptLog output = logs.open(job)) {
                Exit exit = runtime.run(launch(job, tool, directory), output, stop);
                if (exit.outcome() == Exit.Outcome.NOT_STARTED && !scratch.checkRoom()) {
                    return GIVEN_BACK;
                }
                return decider.outcome(job, tool, exit, directory, output);
            }
        } catch (RuntimeException | Error e) {
            if (ExhaustedException.is(e)) {
                // Said where it was noted.
                return GIVEN_BACK;
            }
            // An Error, too: an attempt without an outcome would be run again and again.
            log.error("Attempt {} of job {} could not be run", job.attempt(), job.id(), e);
            return Database.isUnavailable(e) || !scratch.checkRoom() ? GIVEN_BACK : OWN_FAILURE;
        }
    }

    private static Launch launch(Job job, PinnedTool tool, AttemptDirectory directory) {
        ObjectNode parameters = (ObjectNode) Json.read(job.parameters());
        return new Launch(
                job.id(),
                job.attempt(),
                CommandTemplate.render(tool.definition().run(), parameters),
                tool.definition().run().environment(),
                job.parameters(),
                tool.home(),
                directory,
                job.timeout(),
                tool.definition().grace());
    }

    private static void delete(AttemptDirectory directory) {
        try {
            directory.delete();
        } catch (IOException | RuntimeException e) {
            log.warn("The scratch directory {} could not be deleted: {}", directory.path(), Reason.of(e));
        }
    }
}
