package dev.millrace.standalone.client.watch;

import dev.millrace.standalone.client.command.JobDocument;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.server.SubmittedJob;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What to do with a job that was just accepted: leave it, wait for it, or watch it. */
public final class WatchOptions {
    @ArgGroup
    private @Nullable Choice choice;

    /** One or the other; picocli sets the fields. */
    private static final class Choice {
        @Option(
                names = {"-f", "--follow"},
                description = "Show log and progress until the job is over; exit 0 only if it succeeded.")
        private boolean follow;

        @Option(
                names = {"-w", "--wait"},
                description = "Wait quietly until the job is over; exit 0 only if it succeeded.")
        private boolean wait;

        private boolean leavesIt() {
            return !follow && !wait;
        }
    }

    /** @param json whether standard output is for a program: then it gets one document, and the log goes to standard error */
    public ExitStatus watch(Session session, SubmittedJob submitted, boolean json) {
        JobDocument job = new JobDocument(submitted.job());
        remark(submitted.origin(), job).ifPresent(session.err()::line);
        if (choice == null || choice.leavesIt()) {
            printAccepted(session, job, json);
            return ExitStatus.SUCCEEDED;
        }
        Outcome outcome = Outcome.of(session.server(), untilOver(session, job, choice.follow, json));
        if (json) {
            session.printJson(outcome.json());
        } else {
            outcome.print(session);
        }
        return ExitStatus.ofJob(outcome.job().state());
    }

    /** What nobody sees by the job: that it is not the one which was asked for. */
    static Optional<String> remark(SubmittedJob.Origin origin, JobDocument job) {
        String there = "job " + job.id() + ", which is " + job.state();
        return switch (origin) {
            case NEW -> Optional.empty();
            case REPLAYED -> Optional.of("Nothing new was submitted: this idempotency key stands for " + there + ".");
            case DUPLICATE ->
                Optional.of("Nothing new was submitted: " + there + ", is like it and stands for it (unique).");
        };
    }

    private static JobDocument untilOver(Session session, JobDocument job, boolean follow, boolean json) {
        return Detachment.explainedWhile(
                session.err(),
                job.id(),
                () -> follow
                        ? new JobFollower(session.server(), json ? session.err() : session.out()).untilOver(job)
                        : JobWaiter.untilOver(session.server(), job.id()));
    }

    /** The id alone on standard output, so that {@code ID=$(millrace run …)} works. */
    private static void printAccepted(Session session, JobDocument job, boolean json) {
        if (json) {
            session.printJson(job.json());
            return;
        }
        session.out().line(job.id());
        session.err()
                .line("Job is " + job.state() + " in queue " + job.text("queue") + "; watch it: millrace logs "
                        + job.id() + " --follow");
    }
}
