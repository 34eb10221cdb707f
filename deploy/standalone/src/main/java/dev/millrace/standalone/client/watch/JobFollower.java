package dev.millrace.standalone.client.watch;

import dev.millrace.standalone.client.command.JobDocument;
import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.json.ExactJson;
import dev.millrace.standalone.client.server.EventStream;
import dev.millrace.standalone.client.server.MillraceServer;
import dev.millrace.standalone.client.server.RequestPath;
import dev.millrace.standalone.client.server.ServerSentEvent;
import dev.millrace.standalone.client.terminal.Terminal;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Shows a job's log and progress as they happen, until it is over. */
final class JobFollower {
    private final MillraceServer server;
    private final Terminal terminal;

    JobFollower(MillraceServer server, Terminal terminal) {
        this.server = server;
        this.terminal = terminal;
    }

    JobDocument untilOver(JobDocument job) {
        try (JobScreen screen = new JobScreen(terminal, job.state())) {
            Thread events = new Thread(() -> followEvents(job.id(), screen), "job-events");
            events.setDaemon(true);
            events.start();
            followLog(job.id(), line -> screen.log(LogLine.of(line, 0)));
        }
        return JobWaiter.untilOver(server, job.id());
    }

    /** Hands over every line of every attempt, in order, until the job is over. */
    void followLog(String jobId, Consumer<JsonNode> consumer) {
        new EventStream(server, RequestPath.of("jobs", jobId, "logs")).follow(event -> consumer.accept(data(event)));
    }

    private void followEvents(String jobId, JobScreen screen) {
        try {
            new EventStream(server, RequestPath.of("jobs", jobId, "events")).follow(event -> screen.event(data(event)));
        } catch (ClientException withoutProgress) {
            // The log goes on by itself, and reports for both when the server is gone.
        }
    }

    private static JsonNode data(ServerSentEvent event) {
        return ExactJson.read(event.data());
    }
}
