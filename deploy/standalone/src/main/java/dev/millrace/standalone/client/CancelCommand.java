package dev.millrace.standalone.client;

import dev.millrace.standalone.client.command.ClientCommand;
import dev.millrace.standalone.client.command.JobDocument;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.server.RequestPath;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code millrace cancel}. */
@Command(
        name = "cancel",
        description =
                "Cancel one job by its id, or many by conditions; running ones are stopped with all their processes.")
final class CancelCommand extends ClientCommand {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "Id of the job.")
    private @Nullable String id;

    @Mixin
    private BulkOptions bulk = new BulkOptions();

    @Override
    protected ExitStatus execute(Session session) {
        return bulk.areMeant(id) ? many(session) : one(session, String.valueOf(id));
    }

    private ExitStatus one(Session session, String id) {
        JobDocument job = new JobDocument(session.server().post(RequestPath.of("jobs", id, "cancel"), Duration.ZERO));
        if (json()) {
            session.printJson(job.json());
        } else if (job.isOver()) {
            session.out().line("Job " + job.id() + " is " + job.state() + ".");
        } else {
            session.out().line("Job " + job.id() + " is " + job.state() + "; its worker has been told to stop it.");
        }
        return ExitStatus.SUCCEEDED;
    }

    private ExitStatus many(Session session) {
        JsonNode answer = bulk.run(session, "cancel", "Cancel %d job(s)?");
        if (json()) {
            session.printJson(answer);
            return ExitStatus.SUCCEEDED;
        }
        long count = answer.path("count").asLong(0);
        long running = answer.path("requested").asLong(0);
        if (bulk.dryRun()) {
            session.out().line(count + " job(s) would be cancelled.");
        } else {
            session.out()
                    .line("Cancelled " + count + " job(s)"
                            + (running == 0 ? "." : "; the workers of " + running + " have been told to stop them."));
        }
        return ExitStatus.SUCCEEDED;
    }
}
