package dev.millrace.standalone.client;

import dev.millrace.standalone.client.command.ClientCommand;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.server.RequestPath;
import dev.millrace.standalone.client.watch.WatchOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code millrace retry}. */
@Command(
        name = "retry",
        description = {
            "Run finished jobs again, as new jobs with the same parameters: one by its id, or many by conditions.",
            "Without --state the failed ones are meant. A job that has been retried is left to its retry."
        })
final class RetryCommand extends ClientCommand {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "Id of the finished job.")
    private @Nullable String id;

    @Mixin
    private BulkOptions bulk = new BulkOptions();

    @Mixin
    private WatchOptions watch = new WatchOptions();

    @Override
    protected ExitStatus execute(Session session) {
        return bulk.areMeant(id) ? many(session) : one(session, String.valueOf(id));
    }

    private ExitStatus one(Session session, String id) {
        return watch.watch(
                session, session.server().submit(RequestPath.of("jobs", id, "retry"), null, Map.of()), json());
    }

    private ExitStatus many(Session session) {
        JsonNode answer = bulk.run(session, "retry", "Run %d job(s) again?");
        if (json()) {
            session.printJson(answer);
            return ExitStatus.SUCCEEDED;
        }
        long count = answer.path("count").asLong(0);
        session.out()
                .line(bulk.dryRun() ? count + " job(s) would run again." : "Submitted " + count + " job(s) again.");
        for (JsonNode refusal : answer.path("refusals")) {
            session.err()
                    .line("Job " + refusal.path("id").asString("") + " cannot run again: "
                            + refusal.path("detail").asString(""));
        }
        long more = answer.path("refused").asLong(0) - answer.path("refusals").size();
        if (more > 0) {
            session.err().line("So cannot " + more + " more.");
        }
        return ExitStatus.SUCCEEDED;
    }
}
