package dev.millrace.worker.runtime;

import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.ProcessUsage;
import dev.millrace.model.attempt.StopReason;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param end null if the program never ran or could not be killed
 * @param stopReason set exactly when the outcome is {@link Outcome#STOPPED}
 * @param signal the last one Millrace sent to any process of the attempt, be it to what a finished program left behind;
 *     null if none was needed
 * @param survivors processes of the attempt still alive after KILL; 0 unless the machine itself is in trouble
 * @param process what the program used; null if it was not started
 * @param refusal set exactly when the outcome is {@link Outcome#NOT_STARTED}
 */
public record Exit(
        Outcome outcome,
        @Nullable ProgramEnd end,
        @Nullable StopReason stopReason,
        @Nullable Signal signal,
        int survivors,
        @Nullable ProcessUsage process,
        @Nullable Refusal refusal) {

    /** What kind of end it was. */
    public enum Outcome {
        /** The program ended by itself; the exit code says how, also where it says that a program of its own was killed. */
        EXITED,
        /** The program was killed by a signal that Millrace did not send. */
        SIGNALLED,
        /** Millrace stopped it, or did not even start it because a stop had been asked for. */
        STOPPED,
        /** It could not be started. */
        NOT_STARTED
    }

    /**
     * Why it could not be started.
     *
     * @param code {@link FailureCode#PROGRAM_NOT_FOUND} or {@link FailureCode#START_FAILED}
     * @param message for the one who submitted the job: what was looked for, and where
     */
    public record Refusal(FailureCode code, String message) {}

    public static Exit notStarted(FailureCode code, String message) {
        return new Exit(Outcome.NOT_STARTED, null, null, null, 0, null, new Refusal(code, message));
    }

    /** @param end null if it never ran or could not be killed */
    public static Exit stopped(StopReason reason, @Nullable ProgramEnd end, @Nullable Signal signal, int survivors) {
        return new Exit(Outcome.STOPPED, end, reason, signal, survivors, null, null);
    }

    /**
     * The end of a program nobody stopped.
     *
     * @param signal sent to what the program left behind
     */
    public static Exit ended(ProgramEnd end, @Nullable Signal signal, int survivors) {
        Outcome outcome = switch (end.cause()) {
            case EXIT, EXIT_OR_SIGNAL -> Outcome.EXITED;
            case SIGNAL -> Outcome.SIGNALLED;
        };
        return new Exit(outcome, end, null, signal, survivors, null, null);
    }

    /** The same end of an attempt that was lost meanwhile, so that it is not the tool's own. */
    public Exit lost() {
        return new Exit(Outcome.STOPPED, end, StopReason.LOST, signal, survivors, process, null);
    }

    /** The same end, with what the program used until then. */
    public Exit with(ProcessUsage used) {
        return new Exit(outcome, end, stopReason, signal, survivors, used, refusal);
    }

    /** Null if the program never ran or could not be killed. */
    public @Nullable Integer exitCode() {
        return end == null ? null : end.exitCode();
    }
}
