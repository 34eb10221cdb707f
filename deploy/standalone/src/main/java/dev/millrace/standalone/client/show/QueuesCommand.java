package dev.millrace.standalone.client.show;

import dev.millrace.standalone.client.command.ClientCommand;
import dev.millrace.standalone.client.command.JobDocument;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.server.RequestPath;
import dev.millrace.standalone.client.terminal.Cell;
import dev.millrace.standalone.client.terminal.Question;
import dev.millrace.standalone.client.terminal.Table;
import dev.millrace.standalone.client.terminal.Times;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code millrace queues}, and what can be done to one. */
@Command(name = "queues", description = "List the queues and what waits in them; pause, resume or clear one.")
public final class QueuesCommand extends ClientCommand {
    /** A thousand jobs are cancelled in well under a second, and a queue can hold a million. */
    private static final Duration TIME_TO_CLEAR = Duration.ofMinutes(15);

    @Override
    protected ExitStatus execute(Session session) {
        JsonNode document = session.server().get(RequestPath.of("queues"));
        if (json()) {
            session.printJson(document);
        } else {
            table(document.path("items"), Instant.now()).print(session.out());
        }
        return ExitStatus.SUCCEEDED;
    }

    @Command(name = "pause", description = "Let workers take nothing more from a queue; it still takes jobs.")
    int pause(@Parameters(paramLabel = "NAME", description = "The queue.") String name) {
        return run(session -> change(session, name, "pause", " is paused; what runs goes on."));
    }

    @Command(name = "resume", description = "Let workers take from a paused queue again.")
    int resume(@Parameters(paramLabel = "NAME", description = "The queue.") String name) {
        return run(session -> change(session, name, "resume", " is open."));
    }

    private ExitStatus change(Session session, String name, String action, String done) {
        JsonNode queue = session.server().post(RequestPath.of("queues", name, action), Duration.ZERO);
        if (json()) {
            session.printJson(queue);
        } else {
            session.out().line("Queue " + name + done);
        }
        return ExitStatus.SUCCEEDED;
    }

    @Command(name = "clear", description = "Cancel the jobs that wait in a queue; running ones go on.")
    int clear(
            @Parameters(paramLabel = "NAME", description = "The queue.") String name,
            @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        return run(session -> clear(session, name, yes));
    }

    private ExitStatus clear(Session session, String name, boolean yes) {
        RequestPath path = RequestPath.of("queues", name, "clear");
        if (!yes) {
            long jobs = session.server()
                    .post(path.with("dryRun", true), Duration.ZERO)
                    .path("cancelled")
                    .asLong(0);
            if (!Question.confirmed(session.err(), "Cancel the " + jobs + " job(s) that wait in queue " + name + "?")) {
                throw ClientException.usage("Nothing was cancelled. Say --yes where there is nobody to ask.");
            }
        }
        JsonNode answer = session.server().post(path, TIME_TO_CLEAR);
        if (json()) {
            session.printJson(answer);
        } else {
            session.out()
                    .line("Cancelled " + answer.path("cancelled").asLong(0) + " job(s) that waited in queue " + name
                            + ".");
        }
        return ExitStatus.SUCCEEDED;
    }

    static Table table(Iterable<JsonNode> queues, Instant now) {
        Table table = new Table(
                "QUEUE",
                "QUEUED",
                "RUNNING",
                "SCHEDULED",
                "CRITICAL",
                "HIGH",
                "NORMAL",
                "LOW",
                "OLDEST",
                "IN/MIN",
                "OUT/MIN",
                "WORKERS",
                "NOTE");
        for (JsonNode queue : queues) {
            JsonNode priorities = queue.path("byPriority");
            JsonNode rate = queue.path("ratePerMinute");
            table.row(
                    Cell.of(queue.path("name").asString("")),
                    Cell.of(queue.path("queued").asLong(0)),
                    Cell.of(queue.path("running").asLong(0)),
                    Cell.of(queue.path("scheduled").asLong(0)),
                    Cell.of(priorities.path("critical").asLong(0)),
                    Cell.of(priorities.path("high").asLong(0)),
                    Cell.of(priorities.path("normal").asLong(0)),
                    Cell.of(priorities.path("low").asLong(0)),
                    Cell.of(JobDocument.time(queue, "oldestQueuedAt")
                            .map(time -> Times.relative(time, now))
                            .orElse("")),
                    Cell.of(rate.path("in").asLong(0)),
                    Cell.of(rate.path("out").asLong(0)),
                    Cell.of(queue.path("workers").asLong(0)),
                    Cell.of(queue.path("paused").asBoolean(false) ? "paused" : ""));
        }
        return table;
    }
}
