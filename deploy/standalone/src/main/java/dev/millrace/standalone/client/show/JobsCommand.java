package dev.millrace.standalone.client.show;

import dev.millrace.standalone.client.command.ClientCommand;
import dev.millrace.standalone.client.command.JobDocument;
import dev.millrace.standalone.client.command.JobFilterOptions;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.server.RequestPath;
import dev.millrace.standalone.client.terminal.Cell;
import dev.millrace.standalone.client.terminal.Table;
import dev.millrace.standalone.client.terminal.Times;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code millrace jobs}. */
@Command(name = "jobs", description = "List jobs, newest first.")
public final class JobsCommand extends ClientCommand {
    /** As many as the API gives in one answer. */
    private static final int PAGE = 200;

    @Mixin
    private JobFilterOptions filter = new JobFilterOptions();

    @Option(names = "--limit", paramLabel = "N", description = "How many at most (default: 20).")
    private int limit = 20;

    @Override
    protected ExitStatus execute(Session session) {
        if (limit < 1) {
            throw ClientException.usage("--limit is " + limit + "; write 1 or more");
        }
        ArrayNode jobs = jobs(session);
        if (json()) {
            session.printJson(JsonNodeFactory.instance.objectNode().set("items", jobs));
        } else if (jobs.isEmpty()) {
            session.err().line("No jobs.");
        } else {
            table(jobs, Instant.now()).print(session.out());
        }
        return ExitStatus.SUCCEEDED;
    }

    private ArrayNode jobs(Session session) {
        ArrayNode jobs = JsonNodeFactory.instance.arrayNode();
        String cursor = null;
        do {
            JsonNode page = session.server()
                    .get(filter.addTo(RequestPath.of("jobs"))
                            .with("limit", Math.min(PAGE, limit - jobs.size()))
                            .with("cursor", cursor));
            page.path("items").forEach(jobs::add);
            cursor = page.path("next").asString(null);
        } while (cursor != null && jobs.size() < limit);
        return jobs;
    }

    static Table table(Iterable<JsonNode> jobs, Instant now) {
        Table table = new Table("ID", "TOOL", "STATE", "QUEUE", "CREATED", "TOOK", "NOTE");
        for (JsonNode json : jobs) {
            JobDocument job = new JobDocument(json);
            table.row(
                    Cell.of(job.id()),
                    Cell.of(job.text("tool")),
                    Cell.state(job.state()),
                    Cell.of(job.text("queue")),
                    Cell.of(job.time("createdAt")
                            .map(time -> Times.relative(time, now))
                            .orElse("")),
                    Cell.of(job.length(now).map(Times::length).orElse("")),
                    Cell.of(note(job)));
        }
        return table;
    }

    /** Why it failed, or how far it is. */
    private static String note(JobDocument job) {
        JsonNode progress = job.json().path("progress");
        if (!job.error().isEmpty()) {
            return job.error();
        }
        return job.isOver() || !progress.isObject()
                ? ""
                : progress.path("percent").asInt(0) + "% "
                        + progress.path("message").asString("");
    }
}
