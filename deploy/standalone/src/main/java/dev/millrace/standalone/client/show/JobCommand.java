package dev.millrace.standalone.client.show;

import dev.millrace.model.config.Durations;
import dev.millrace.standalone.client.command.ClientCommand;
import dev.millrace.standalone.client.command.JobDocument;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.json.ExactJson;
import dev.millrace.standalone.client.server.RequestPath;
import dev.millrace.standalone.client.terminal.ByteSizes;
import dev.millrace.standalone.client.terminal.Cell;
import dev.millrace.standalone.client.terminal.Table;
import dev.millrace.standalone.client.terminal.Times;
import java.time.Instant;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code millrace job}. */
@Command(name = "job", description = "Show one job and its attempts.")
public final class JobCommand extends ClientCommand {
    @Parameters(paramLabel = "ID", description = "Id of the job.")
    private String id = "";

    @Override
    protected ExitStatus execute(Session session) {
        JobDocument job = new JobDocument(session.server().get(RequestPath.of("jobs", id)));
        if (json()) {
            session.printJson(job.json());
            return ExitStatus.SUCCEEDED;
        }
        Instant now = Instant.now();
        details(job, now).print(session.out());
        JsonNode attempts = job.json().path("attempts");
        if (!attempts.isEmpty()) {
            session.out().line("");
            attempts(attempts, now).print(session.out());
        }
        return ExitStatus.SUCCEEDED;
    }

    static Details details(JobDocument job, Instant now) {
        JsonNode progress = job.json().path("progress");
        return new Details()
                .add("id", job.id())
                .add("tool", job.text("tool") + ", revision " + job.text("toolRevision"))
                .add("state", job.state() + (cancelPending(job) ? ", cancel requested" : ""))
                .add("error", job.error())
                .add(
                        "progress",
                        progress.isObject()
                                ? progress.path("percent").asInt(0) + "% "
                                        + progress.path("message").asString("")
                                : "")
                .add("queue", job.text("queue") + ", priority " + job.text("priority"))
                .add("parameters", ExactJson.compact(job.json().path("parameters")))
                .add("labels", labels(job.json().path("labels")))
                .add("timeout", job.text("timeout"))
                .add("attempts", job.text("attempt") + " of " + job.text("maxAttempts"))
                .add("created", relative(job, "createdAt", now))
                .add("due", job.state().equals("SCHEDULED") ? relative(job, "runAt", now) : "")
                .add("started", relative(job, "startedAt", now))
                .add("finished", relative(job, "finishedAt", now))
                .add("took", job.length(now).map(Times::length).orElse(""))
                .add("worker", job.text("worker"))
                .add("cancel", job.text("cancelRequestedBy"))
                .add("retry of", job.text("retryOf"))
                .add("unique", unique(job.json().path("unique")));
    }

    private static String unique(JsonNode rule) {
        return rule.isObject()
                ? "by "
                        + rule.path("by")
                                .valueStream()
                                .map(part -> part.asString(""))
                                .collect(Collectors.joining(", "))
                        + "; " + rule.path("while").asString("")
                : "";
    }

    private static boolean cancelPending(JobDocument job) {
        return !job.isOver() && job.json().path("cancelRequested").asBoolean(false);
    }

    private static String relative(JobDocument job, String name, Instant now) {
        return job.time(name)
                .map(time -> Times.relative(time, now) + "  (" + time + ")")
                .orElse("");
    }

    private static String labels(JsonNode labels) {
        return labels.properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asString(""))
                .collect(Collectors.joining(" "));
    }

    static Table attempts(Iterable<JsonNode> attempts, Instant now) {
        Table table =
                new Table("ATTEMPT", "STATE", "STARTED", "TOOK", "CPU", "MEMORY", "OUTPUT", "EXIT", "HOST", "NOTE");
        for (JsonNode json : attempts) {
            JobDocument attempt = new JobDocument(json);
            String signal = attempt.text("signal");
            table.row(
                    Cell.of(attempt.text("number")),
                    Cell.state(attempt.state()),
                    Cell.of(attempt.time("startedAt")
                            .map(time -> Times.relative(time, now))
                            .orElse("")),
                    Cell.of(attempt.length(now).map(Times::length).orElse("")),
                    Cell.of(cpuTime(attempt.text("cpuTime"))),
                    Cell.of(bytes(json.path("peakMemory"))),
                    Cell.of(bytes(json.path("outputBytes"))),
                    Cell.of(signal.isEmpty() ? attempt.text("exitCode") : signal),
                    Cell.of(host(attempt)),
                    Cell.of(note(attempt)));
        }
        return table;
    }

    private static String cpuTime(String text) {
        return text.isEmpty() ? "" : Times.length(Durations.parse(text));
    }

    private static String bytes(JsonNode number) {
        return number.isIntegralNumber() ? ByteSizes.rounded(number.longValue()) : "";
    }

    /** A server that says no hosts yet names the worker at least. */
    private static String host(JobDocument attempt) {
        String host = attempt.text("host");
        return host.isEmpty() ? attempt.text("worker") : host;
    }

    private static String note(JobDocument attempt) {
        String cancelledBy = attempt.text("stopReason").equals("CANCEL") ? attempt.text("stoppedBy") : "";
        return cancelledBy.isEmpty() ? attempt.error() : "cancelled by " + cancelledBy;
    }
}
