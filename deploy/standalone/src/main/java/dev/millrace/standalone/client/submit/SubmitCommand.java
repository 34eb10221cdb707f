package dev.millrace.standalone.client.submit;

import dev.millrace.standalone.client.command.ClientCommand;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.json.ExactJson;
import dev.millrace.standalone.client.server.RequestPath;
import dev.millrace.standalone.client.server.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code millrace submit}. */
@Command(
        name = "submit",
        description = {
            "Submit many jobs at once: all of them, or none.",
            "A job is a JSON object such as {\"tool\": \"build-graph\", \"parameters\": {\"root\": \"/docs\"}}."
        })
public final class SubmitCommand extends ClientCommand {
    /** What one request may hold is stored in well under a minute; somebody may type it, too. */
    private static final Duration TIME_TO_STORE = Duration.ofMinutes(15);

    private final InputStream standardInput;

    public SubmitCommand() {
        this(System.in);
    }

    SubmitCommand(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    @Parameters(
            paramLabel = "FILE",
            description = "A job a line (NDJSON), or a JSON array of jobs; - is standard input.")
    private String file = "";

    @Option(
            names = "--no-atomic",
            description = "Submit those that are right, and name the others; exit 0 only if there are none.")
    private boolean eachForItself;

    @Override
    protected ExitStatus execute(Session session) {
        try (JobsFile jobs = JobsFile.open(file, Path.of("").toAbsolutePath(), standardInput);
                InputStream answer = upload(session, jobs)) {
            return eachForItself ? new AnswerLines(session, json(), jobs.unit()).print(answer) : all(session, answer);
        } catch (IOException | JacksonException e) {
            throw new ClientException(ExitStatus.SERVER, "The answer broke off; millrace jobs shows what was stored");
        }
    }

    private InputStream upload(Session session, JobsFile jobs) {
        RequestPath path = RequestPath.of("jobs", "bulk").with("atomic", eachForItself ? "false" : null);
        try (UploadProgress progress = new UploadProgress(session.err(), jobs.bytes())) {
            Upload upload = new Upload(
                    file.equals("-") ? "standard input" : file,
                    jobs.mediaType(),
                    jobs.content(),
                    jobs.bytes(),
                    progress::sent);
            return session.server().upload(path, upload, TIME_TO_STORE);
        }
    }

    private ExitStatus all(Session session, InputStream answer) throws IOException {
        JsonNode stored = ExactJson.read(answer.readAllBytes());
        if (json()) {
            session.printJson(stored);
        } else {
            session.out()
                    .line(AnswerLines.summary(
                            stored.path("accepted").asLong(0),
                            stored.path("duplicates").asLong(0)));
        }
        return ExitStatus.SUCCEEDED;
    }
}
