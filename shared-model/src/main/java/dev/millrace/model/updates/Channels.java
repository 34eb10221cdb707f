package dev.millrace.model.updates;

/** The Redis channels. {@code docs/api.md} documents the first for outside subscribers; the others are between nodes. */
public final class Channels {
    /** Every event of every job, one JSON object a message: {@link EventJson}. */
    public static final String JOB_UPDATES = "millrace:job_updates";

    /** To workers: {@code wake}, or the id of a job whose cancellation was requested. */
    public static final String WORKERS = "millrace:workers";

    /** To API nodes: the id of a job whose log has grown. */
    public static final String JOB_LOGS = "millrace:job_logs";

    /** To API nodes: tools were changed. */
    public static final String TOOLS = "millrace:tools";

    /** The message on {@link #WORKERS} that says that jobs are queued. */
    public static final String WAKE = "wake";

    private Channels() {}
}
