package dev.millrace.standalone.client.run;

import dev.millrace.standalone.client.command.ClientCommand;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.server.MillraceServer;
import dev.millrace.standalone.client.server.RefusedException;
import dev.millrace.standalone.client.server.RequestPath;
import dev.millrace.standalone.client.server.SubmittedJob;
import dev.millrace.standalone.client.watch.WatchOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code millrace run}. */
@Command(name = "run", description = "Run a tool as a job.")
public final class RunCommand extends ClientCommand {
    @Parameters(paramLabel = "TOOL", description = "Name of the tool; millrace tools lists them.")
    private String tool = "";

    @Option(
            names = {"-p", "--param"},
            paramLabel = "NAME=VALUE",
            description = {
                "A parameter; repeatable. name=@file takes the value from a file, name:=JSON takes JSON as it is."
            })
    private List<String> arguments = new ArrayList<>();

    @Option(names = "--params", paramLabel = "FILE", description = "A JSON object of parameters; - is standard input.")
    private @Nullable String document;

    @Mixin
    private SubmissionOptions submission = new SubmissionOptions();

    @Mixin
    private WatchOptions watch = new WatchOptions();

    @Override
    protected ExitStatus execute(Session session) {
        ParameterSchema schema =
                new ParameterSchema(definition(session.server()).path("parameters"));
        ObjectNode parameters = new ParameterSources(document, arguments, System.in)
                .read(schema, Path.of("").toAbsolutePath());
        SubmittedJob job = session.server()
                .submit(RequestPath.of("jobs"), submission.request(tool, parameters), submission.headers());
        return watch.watch(session, job, json());
    }

    private JsonNode definition(MillraceServer server) {
        try {
            return server.get(RequestPath.of("tools", tool));
        } catch (RefusedException e) {
            if (!e.code().equals("NOT_FOUND")) {
                throw e;
            }
            List<String> names = new ArrayList<>();
            server.get(RequestPath.of("tools"))
                    .path("items")
                    .forEach(item -> names.add(item.path("name").asString("")));
            throw new ClientException(ExitStatus.SERVER, Suggestions.unknownTool(tool, names));
        }
    }
}
