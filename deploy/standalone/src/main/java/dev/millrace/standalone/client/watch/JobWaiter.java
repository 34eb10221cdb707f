package dev.millrace.standalone.client.watch;

import dev.millrace.standalone.client.command.JobDocument;
import dev.millrace.standalone.client.server.MillraceServer;
import dev.millrace.standalone.client.server.Patience;
import dev.millrace.standalone.client.server.RequestPath;
import dev.millrace.standalone.client.server.UnreachableException;
import java.time.Duration;

/** Waits for the end of a job, through restarts of the server. */
final class JobWaiter {
    private static final Duration STEP = Duration.ofSeconds(30);

    private JobWaiter() {}

    /** @throws UnreachableException when the server stays away for longer than {@link Patience} lasts */
    static JobDocument untilOver(MillraceServer server, String jobId) {
        RequestPath path = RequestPath.of("jobs", jobId).with("wait", STEP.toSeconds() + "s");
        Patience patience = new Patience();
        while (true) {
            try {
                JobDocument job = new JobDocument(server.get(path, STEP));
                if (job.isOver()) {
                    return job;
                }
                patience.renew();
            } catch (UnreachableException away) {
                patience.waitAfter(away);
            }
        }
    }
}
