package dev.millrace.standalone.client.show;

import dev.millrace.standalone.client.command.ClientCommand;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.server.RequestPath;
import dev.millrace.standalone.client.terminal.ByteSizes;
import dev.millrace.standalone.client.terminal.Cell;
import dev.millrace.standalone.client.terminal.Table;
import java.util.Locale;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code millrace stats}, and the room that all of it takes. */
@Command(name = "stats", description = "Count the jobs, and show how long tools take.")
public final class StatsCommand extends ClientCommand {

    @Override
    protected ExitStatus execute(Session session) {
        JsonNode document = session.server().get(RequestPath.of("stats"));
        if (json()) {
            session.printJson(document);
            return ExitStatus.SUCCEEDED;
        }
        totals(document.path("jobs")).print(session.out());
        if (!document.path("tools").isEmpty()) {
            session.out().line("");
            session.out().line("Last " + document.path("window").asString("") + ":");
            tools(document.path("tools")).print(session.out());
        }
        return ExitStatus.SUCCEEDED;
    }

    @Command(name = "storage", description = "Show how much room jobs and all that belongs to them take, by kind.")
    int storage() {
        return run(session -> {
            JsonNode document = session.server().get(RequestPath.of("stats", "storage"));
            if (json()) {
                session.printJson(document);
            } else {
                storage(document).print(session.out());
                session.out().line("");
                session.out().line(history(document.path("history")));
            }
            return ExitStatus.SUCCEEDED;
        });
    }

    static Table storage(JsonNode document) {
        Table table = new Table("KIND", "SIZE", "BYTES");
        document.path("database").properties().forEach(kind -> row(table, kind.getKey(), kind.getValue()));
        row(table, "artifact files", document.path("artifactFiles"));
        return table;
    }

    private static void row(Table table, String kind, JsonNode bytes) {
        table.row(Cell.of(kind), Cell.of(ByteSizes.rounded(bytes.asLong(0))), Cell.of(bytes.asLong(0)));
    }

    static String history(JsonNode history) {
        return "Jobs are kept for " + history.path("retention").asString("") + " after their end, if their tool says"
                + " nothing else; the history begins at " + history.path("from").asString("") + ".";
    }

    static Table totals(JsonNode jobs) {
        Table table = new Table("STATE", "JOBS");
        jobs.properties()
                .forEach(count -> table.row(
                        Cell.state(count.getKey().toUpperCase(Locale.ROOT)),
                        Cell.of(count.getValue().asLong(0))));
        return table;
    }

    static Table tools(Iterable<JsonNode> tools) {
        Table table = new Table("TOOL", "RUNS", "FAILURES", "P50", "P95");
        for (JsonNode tool : tools) {
            table.row(
                    Cell.of(tool.path("tool").asString("")),
                    Cell.of(tool.path("runs").asLong(0)),
                    Cell.of(tool.path("failures").asLong(0)),
                    Cell.of(tool.path("p50").asString("")),
                    Cell.of(tool.path("p95").asString("")));
        }
        return table;
    }
}
