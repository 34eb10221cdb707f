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
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code millrace queues}. */
@Command(name = "queues", description = "List the queues and what waits in them.")
public final class QueuesCommand extends ClientCommand {

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

    static Table table(Iterable<JsonNode> queues, Instant now) {
        Table table = new Table(
                "QUEUE", "QUEUED", "RUNNING", "SCHEDULED", "CRITICAL", "HIGH", "NORMAL", "LOW", "OLDEST QUEUED");
        for (JsonNode queue : queues) {
            JsonNode priorities = queue.path("byPriority");
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
                            .orElse("")));
        }
        return table;
    }
}
