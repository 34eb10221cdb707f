package dev.millrace.model.updates;

import dev.millrace.model.job.Priority;
import java.util.Optional;

/** The Redis channels. {@code docs/api.md} documents the first for outside subscribers; the others are between nodes. */
public final class Channels {
    /** Every event of every job, one JSON object a message: {@link EventJson}. */
    public static final String JOB_UPDATES = "millrace:job_updates";

    /** To workers: {@link #wake}, or the id of a job whose cancellation was requested. */
    public static final String WORKERS = "millrace:workers";

    /** To API nodes: the id of a job whose log has grown. */
    public static final String JOB_LOGS = "millrace:job_logs";

    /** To API nodes: tools were changed. */
    public static final String TOOLS = "millrace:tools";

    private static final String WAKE = "wake ";

    private Channels() {}

    /** The message on {@link #WORKERS} that says that jobs are queued, the most urgent of this priority. */
    public static String wake(Priority mostUrgent) {
        return WAKE + mostUrgent.text();
    }

    /** Of what priority the most urgent is, if the message says that jobs are queued. */
    public static Optional<Priority> queued(String message) {
        return message.startsWith(WAKE) ? Priority.of(message.substring(WAKE.length())) : Optional.empty();
    }
}
