package dev.millrace.standalone.client.show;

import dev.millrace.standalone.client.command.ClientCommand;
import dev.millrace.standalone.client.command.JobDocument;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.server.RequestPath;
import dev.millrace.standalone.client.terminal.Cell;
import dev.millrace.standalone.client.terminal.Table;
import dev.millrace.standalone.client.terminal.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code millrace workers}. */
@Command(
        name = "workers",
        description = {
            "List the workers and how busy they are.",
            "Those are listed that run or drain, or were lost within an hour."
        })
public final class WorkersCommand extends ClientCommand {
    @Option(names = "--all", description = "List all that were seen within a day, also those that have stopped.")
    private boolean all;

    @Override
    protected ExitStatus execute(Session session) {
        JsonNode document = session.server().get(RequestPath.of("workers").with("current", all ? null : true));
        if (json()) {
            session.printJson(document);
        } else if (document.path("items").isEmpty()) {
            session.err().line("No workers: jobs wait until one starts (./millrace worker).");
        } else {
            table(document.path("items"), Instant.now()).print(session.out());
        }
        return ExitStatus.SUCCEEDED;
    }

    static Table table(Iterable<JsonNode> workers, Instant now) {
        Table table = new Table("ID", "NAME", "HOST", "STATE", "BUSY", "QUEUES", "STARTED", "SEEN");
        for (JsonNode worker : workers) {
            table.row(
                    Cell.of(worker.path("id").asString("")),
                    Cell.of(worker.path("name").asString("")),
                    Cell.of(worker.path("host").asString("") + ":"
                            + worker.path("pid").asString("")),
                    Cell.state(worker.path("state").asString("")),
                    Cell.of(worker.path("busy").asInt(0) + "/"
                            + worker.path("slots").asInt(0)),
                    Cell.of(queues(worker.path("queues"))),
                    Cell.of(relative(worker, "startedAt", now)),
                    Cell.of(relative(worker, "seenAt", now)));
        }
        return table;
    }

    /** A worker that names no queue serves them all. */
    private static String queues(JsonNode queues) {
        List<String> names = new ArrayList<>();
        queues.forEach(queue -> names.add(queue.asString("")));
        return names.isEmpty() ? "all" : String.join(",", names);
    }

    private static String relative(JsonNode json, String name, Instant now) {
        return JobDocument.time(json, name)
                .map(time -> Times.relative(time, now))
                .orElse("");
    }
}
