package dev.millrace.standalone.client;

import dev.millrace.standalone.client.command.JobFilterOptions;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.server.RequestPath;
import dev.millrace.standalone.client.terminal.Question;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What is done to many jobs at once: which they are, and whether to ask before. */
final class BulkOptions {
    /** A thousand jobs are changed in well under a second, and there can be a million. */
    private static final Duration TIME_TO_CHANGE = Duration.ofMinutes(15);

    @Mixin
    private JobFilterOptions filter = new JobFilterOptions();

    @Option(names = "--dry-run", description = "Say how many those are, and change nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    /**
     * Whether many jobs are meant, and not the one with the id.
     *
     * @throws ClientException when both or neither is meant
     */
    boolean areMeant(@Nullable String id) {
        if (id == null && filter.isEmpty()) {
            throw ClientException.usage(
                    "Name the job by its id, or the jobs by --state, --tool, --queue, --label or --search");
        }
        if (id != null && (!filter.isEmpty() || dryRun)) {
            throw ClientException.usage("Name one job by its id, or many by conditions; not both");
        }
        return id == null;
    }

    /** Whether this is to change nothing. */
    boolean dryRun() {
        return dryRun;
    }

    /**
     * Does it, or says only how many jobs it would be done to.
     *
     * @param action as the API calls it
     * @param question with {@code %d} for the number of jobs
     * @return the answer of the API
     */
    JsonNode run(Session session, String action, String question) {
        RequestPath path = filter.addTo(RequestPath.of("jobs", "bulk", action));
        if (dryRun) {
            return session.server().post(path.with("dryRun", true), Duration.ZERO);
        }
        if (!yes) {
            long jobs = session.server()
                    .post(path.with("dryRun", true), Duration.ZERO)
                    .path("count")
                    .asLong(0);
            if (!Question.confirmed(session.err(), String.format(question, jobs))) {
                throw ClientException.usage("Nothing was done. Say --yes where there is nobody to ask.");
            }
        }
        return session.server().post(path, TIME_TO_CHANGE);
    }
}
