package dev.millrace.drills.promise;

/**
 * A place where the promise is broken.
 *
 * @param job the job's id
 * @param sentence what is wrong, for people
 */
public record Violation(Kind kind, String job, String sentence) {
    /** What kind of promise. */
    public enum Kind {
        /** An accepted job that the API does not know. */
        LOST,
        /** A job that nobody asked for, such as a second one for the same request. */
        UNASKED,
        /** A job that has not reached a terminal state. */
        NOT_ENDED,
        /** A job with more than one terminal event. */
        ENDED_TWICE,
        /** Two live attempts of one job, or an attempt that was started twice. */
        TWICE_AT_ONCE,
        /** Events whose numbers do not increase. */
        EVENT_ORDER,
        /** A step that the state machine does not have. */
        ILLEGAL_STEP,
        /** Attempts that are not numbered 1, 2, 3 … */
        ATTEMPT_NUMBERS,
        /** An attempt used up by a lost or leaving worker. */
        ATTEMPT_BURNT,
        /** Processes that outlived their attempt. */
        SURVIVORS,
        /** A record that differs from what happened. */
        WRONG_RECORD
    }

    @Override
    public String toString() {
        return kind + " " + job + ": " + sentence;
    }
}
