package dev.millrace.standalone.client.exit;

/** The exit statuses of the client commands; scripts rely on them. */
public enum ExitStatus {
    /** Done; where the command waited for a job, the job succeeded. */
    SUCCEEDED(0),
    /** The job that the command waited for failed or was cancelled. */
    JOB_FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** The server does not answer, or it refused. */
    SERVER(3),
    /** What the command has to say cannot be written; what it was to do may be done. */
    OUTPUT(4),
    /** Whoever read standard output has seen enough, as {@code head} does: the status of a program that SIGPIPE ends. */
    BROKEN_PIPE(141);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** @param state of a job that is over; a state this program has not heard of counts as no success */
    public static ExitStatus ofJob(String state) {
        return state.equals("SUCCEEDED") ? SUCCEEDED : JOB_FAILED;
    }
}
