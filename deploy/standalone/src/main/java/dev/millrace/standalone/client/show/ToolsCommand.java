package dev.millrace.standalone.client.show;

import dev.millrace.standalone.client.command.ClientCommand;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.json.ExactJson;
import dev.millrace.standalone.client.server.RequestPath;
import dev.millrace.standalone.client.terminal.Cell;
import dev.millrace.standalone.client.terminal.Style;
import dev.millrace.standalone.client.terminal.Table;
import dev.millrace.standalone.client.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code millrace tools}. */
@Command(name = "tools", description = "List the tools, or show one and its parameters.")
public final class ToolsCommand extends ClientCommand {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "Show this tool.")
    private @Nullable String name;

    @Override
    protected ExitStatus execute(Session session) {
        JsonNode document =
                session.server().get(name == null ? RequestPath.of("tools") : RequestPath.of("tools", name));
        if (json()) {
            session.printJson(document);
        } else if (name == null) {
            printAll(session, document);
        } else {
            printOne(session.out(), document);
        }
        return ExitStatus.SUCCEEDED;
    }

    private static void printAll(Session session, JsonNode document) {
        Table table = new Table("TOOL", "REVISION", "PARAMETERS", "DESCRIPTION");
        for (JsonNode tool : document.path("items")) {
            table.row(
                    Cell.of(tool.path("name").asString("")),
                    Cell.of(tool.path("revision").asLong(0)),
                    Cell.of(String.join(" ", ToolParameters.names(tool.path("parameters")))),
                    Cell.of(tool.path("description").asString("")));
        }
        table.print(session.out());
        for (JsonNode problem : document.path("problems")) {
            session.err().line(session.err().paint(Style.RED, "not loaded: ") + problem(problem));
        }
    }

    /** {@code broken/tool.yaml:4: …}, the form editors jump to. */
    static String problem(JsonNode problem) {
        String line =
                problem.path("line").isNumber() ? ":" + problem.path("line").asInt() : "";
        return problem.path("file").asString("") + line + ": "
                + problem.path("message").asString("");
    }

    private static void printOne(Terminal out, JsonNode tool) {
        new Details()
                .add(
                        "tool",
                        tool.path("name").asString("") + ", revision "
                                + tool.path("revision").asInt(0))
                .add("about", tool.path("description").asString(""))
                .add("tags", String.join(" ", texts(tool.path("tags"))))
                .add("command", String.join(" ", texts(tool.path("run").path("command"))))
                .add("timeout", tool.path("timeout").asString(""))
                .add("attempts", tool.path("retry").path("maxAttempts").asString("1") + " at most")
                .add(
                        "queue",
                        tool.path("queue").asString("") + ", priority "
                                + tool.path("priority").asString(""))
                .print(out);
        out.line("");
        ToolParameters.table(tool.path("parameters")).print(out);
        if (tool.path("result").isObject()) {
            out.line("");
            out.json("Result: " + ExactJson.indented(tool.path("result")));
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asString("")));
        return texts;
    }
}
