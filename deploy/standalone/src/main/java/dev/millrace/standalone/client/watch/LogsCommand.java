package dev.millrace.standalone.client.watch;

import dev.millrace.standalone.client.command.ClientCommand;
import dev.millrace.standalone.client.command.JobDocument;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.json.ExactJson;
import dev.millrace.standalone.client.server.RequestPath;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code millrace logs}. With {@code --json} a line of the log is a line of JSON. */
@Command(name = "logs", description = "Show what a job printed.")
public final class LogsCommand extends ClientCommand {
    private static final int PAGE = 1000;

    @Parameters(paramLabel = "ID", description = "Id of the job.")
    private String id = "";

    @Option(
            names = {"-f", "--follow"},
            description = "All attempts, as it happens, until the job is over; exit 0 only if it succeeded.")
    private boolean follow;

    @Option(names = "--attempt", paramLabel = "N", description = "Which attempt (default: the newest).")
    private @Nullable Integer attempt;

    @Override
    protected ExitStatus execute(Session session) {
        if (!follow) {
            printPages(session);
            return ExitStatus.SUCCEEDED;
        }
        if (attempt != null) {
            throw ClientException.usage("--attempt does not go with --follow, which shows them all");
        }
        JobDocument job = new JobDocument(session.server().get(RequestPath.of("jobs", id)));
        JobDocument over = Detachment.explainedWhile(session.err(), job.id(), () -> follow(session, job));
        return ExitStatus.ofJob(over.state());
    }

    private JobDocument follow(Session session, JobDocument job) {
        JobFollower follower = new JobFollower(session.server(), session.out());
        if (json()) {
            follower.followLog(job.id(), line -> session.out().json(ExactJson.compact(line)));
            return JobWaiter.untilOver(session.server(), job.id());
        }
        JobDocument over = follower.untilOver(job);
        session.err().line(new Outcome(over, null).summary(session.err()));
        return over;
    }

    private void printPages(Session session) {
        JsonNode page = page(session, attempt, null);
        printPage(session, page);
        while (page.path("next").isNumber()) {
            // The attempt by number from now on: a retry in between must not mix two logs.
            page = page(session, page.path("attempt").asInt(), page.path("next").asLong());
            printPage(session, page);
        }
    }

    private JsonNode page(Session session, @Nullable Integer ofAttempt, @Nullable Long after) {
        return session.server()
                .get(RequestPath.of("jobs", id, "logs")
                        .with("attempt", ofAttempt)
                        .with("after", after)
                        .with("limit", PAGE));
    }

    private void printPage(Session session, JsonNode page) {
        int number = page.path("attempt").asInt(0);
        for (JsonNode line : page.path("items")) {
            if (json()) {
                session.out().json(ExactJson.compact(line));
            } else {
                session.out().line(LogLine.of(line, number).shownOn(session.out()));
            }
        }
    }
}
