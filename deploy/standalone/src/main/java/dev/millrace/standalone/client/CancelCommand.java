package dev.millrace.standalone.client;

import dev.millrace.standalone.client.command.ClientCommand;
import dev.millrace.standalone.client.command.JobDocument;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.server.RequestPath;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code millrace cancel}. */
@Command(name = "cancel", description = "Cancel a job; a running one is stopped with all its processes.")
final class CancelCommand extends ClientCommand {
    @Parameters(paramLabel = "ID", description = "Id of the job.")
    private String id = "";

    @Override
    protected ExitStatus execute(Session session) {
        JobDocument job = new JobDocument(session.server().post(RequestPath.of("jobs", id, "cancel"), null, Map.of()));
        if (json()) {
            session.printJson(job.json());
        } else if (job.isOver()) {
            session.out().line("Job " + job.id() + " is " + job.state() + ".");
        } else {
            session.out().line("Job " + job.id() + " is " + job.state() + "; its worker has been told to stop it.");
        }
        return ExitStatus.SUCCEEDED;
    }
}
