package dev.millrace.standalone.client.watch;

import dev.millrace.standalone.client.command.JobDocument;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.json.ExactJson;
import dev.millrace.standalone.client.server.MillraceServer;
import dev.millrace.standalone.client.server.RefusedException;
import dev.millrace.standalone.client.server.RequestPath;
import dev.millrace.standalone.client.terminal.PlainText;
import dev.millrace.standalone.client.terminal.Style;
import dev.millrace.standalone.client.terminal.Terminal;
import dev.millrace.standalone.client.terminal.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a job ended.
 *
 * @param result null where the tool returned none
 */
record Outcome(JobDocument job, @Nullable JsonNode result) {
    private static final int NOT_FOUND = 404;

    static Outcome of(MillraceServer server, JobDocument job) {
        try {
            return new Outcome(job, server.get(resultPath(job)));
        } catch (RefusedException e) {
            if (e.httpStatus() == NOT_FOUND) {
                return new Outcome(job, null);
            }
            throw e;
        }
    }

    private static RequestPath resultPath(JobDocument job) {
        return RequestPath.of("jobs", job.id(), "result");
    }

    /** The job with a {@code result} member, null where there is none. */
    JsonNode json() {
        ObjectNode document = ((ObjectNode) job.json()).deepCopy();
        document.set("result", result);
        return document;
    }

    void print(Session session) {
        Terminal out = session.out();
        out.line(summary(out));
        if (result != null) {
            out.line("Result: " + session.server().address(resultPath(job).toString()));
        }
        JsonNode artifacts = session.server().get(RequestPath.of("jobs", job.id(), "artifacts"));
        for (JsonNode artifact : artifacts.path("items")) {
            String name = PlainText.of(artifact.path("name").asString(""));
            out.line("Artifact " + name + ": "
                    + session.server().address(artifact.path("href").asString("")));
        }
        if (result != null) {
            out.json(ExactJson.indented(result));
        }
    }

    /** {@code FAILED after 1.2s, attempt 3 of 3: EXIT_CODE: The tool exited with code 3.} */
    String summary(Terminal terminal) {
        String length = job.length(Instant.EPOCH)
                .map(duration -> " after " + Times.length(duration))
                .orElse("");
        int attempt = job.json().path("attempt").asInt(0);
        String attempts = attempt > 1
                ? ", attempt " + attempt + " of "
                        + job.json().path("maxAttempts").asInt(attempt)
                : "";
        String error = job.error().isEmpty() ? "" : ": " + PlainText.of(job.error());
        return terminal.paint(Style.ofState(job.state()), job.state()) + length + attempts + ", job " + job.id()
                + error;
    }
}
