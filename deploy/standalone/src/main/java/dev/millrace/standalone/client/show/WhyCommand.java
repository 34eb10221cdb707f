package dev.millrace.standalone.client.show;

import dev.millrace.standalone.client.command.ClientCommand;
import dev.millrace.standalone.client.command.JobDocument;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.server.RequestPath;
import dev.millrace.standalone.client.terminal.Cell;
import dev.millrace.standalone.client.terminal.PlainText;
import dev.millrace.standalone.client.terminal.Table;
import dev.millrace.standalone.client.terminal.Times;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code millrace why}. */
@Command(name = "why", description = "Say why a job does not run now.")
public final class WhyCommand extends ClientCommand {
    @Parameters(paramLabel = "ID", description = "Id of the job.")
    private String id = "";

    @Override
    protected ExitStatus execute(Session session) {
        JsonNode why = session.server().get(RequestPath.of("jobs", id, "why"));
        if (json()) {
            session.printJson(why);
            return ExitStatus.SUCCEEDED;
        }
        session.out().line(PlainText.of(why.path("message").asString("")));
        if (why.path("reason").asString("").equals("SLOTS_BUSY")) {
            session.out().line("");
            running(why.path("running"), Instant.now()).print(session.out());
        }
        return ExitStatus.SUCCEEDED;
    }

    private static Table running(Iterable<JsonNode> jobs, Instant now) {
        Table table = new Table("RUNS", "TOOL", "STARTED");
        for (JsonNode job : jobs) {
            table.row(
                    Cell.of(job.path("id").asString("")),
                    Cell.of(job.path("tool").asString("")),
                    Cell.of(JobDocument.time(job, "startedAt")
                            .map(time -> Times.relative(time, now))
                            .orElse("")));
        }
        return table;
    }
}
