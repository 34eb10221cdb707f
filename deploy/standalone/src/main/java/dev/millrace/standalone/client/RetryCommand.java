package dev.millrace.standalone.client;

import dev.millrace.standalone.client.command.ClientCommand;
import dev.millrace.standalone.client.command.JobDocument;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.server.RequestPath;
import dev.millrace.standalone.client.watch.WatchOptions;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace retry}. */
@Command(name = "retry", description = "Run a finished job again, as a new job with the same parameters.")
final class RetryCommand extends ClientCommand {
    @Parameters(paramLabel = "ID", description = "Id of the finished job.")
    private String id = "";

    @Mixin
    private WatchOptions watch = new WatchOptions();

    @Override
    protected ExitStatus execute(Session session) {
        JobDocument job = new JobDocument(session.server().post(RequestPath.of("jobs", id, "retry"), null, Map.of()));
        return watch.watch(session, job, json());
    }
}
