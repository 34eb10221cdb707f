package dev.millrace.worker.runtime;

import dev.millrace.model.job.FailureCode;
import dev.millrace.model.job.ProcessUsage;
import dev.millrace.model.job.StopReason;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param exitCode 0 to 255 as a shell would report it, 128 + n for death by signal n; null if the program never ran or
 *     could not be killed
 * @param stopReason set exactly when the outcome is {@link Outcome#STOPPED}
 * @param signal the last one Millrace sent to any process of the attempt, be it to what a finished program left behind;
 *     null if none was needed
 * @param survivors processes of the attempt still alive after KILL; 0 unless the machine itself is in trouble
 * @param process what the program used; null if it was not started
 * @param refusal set exactly when the outcome is {@link Outcome#NOT_STARTED}
 */
public record Exit(
        Outcome outcome,
        @Nullable Integer exitCode,
        @Nullable StopReason stopReason,
        @Nullable Signal signal,
        int survivors,
        @Nullable ProcessUsage process,
        @Nullable Refusal refusal) {

    private static final int SIGNAL_BASE = 128;
    private static final int HIGHEST_SIGNAL = 64;

    /** What kind of end it was. */
    public enum Outcome {
        /** The program ended by itself; the exit code says how. */
        EXITED,
        /** The program was killed by a signal that Millrace did not send, or passed on that one of its own was. */
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

    public static Exit stopped(StopReason reason, @Nullable Integer exitCode, @Nullable Signal signal, int survivors) {
        return new Exit(Outcome.STOPPED, exitCode, reason, signal, survivors, null, null);
    }

    /**
     * The end of a program nobody stopped. A death by signal and an exit code above 128 look the same from outside; the
     * shell's convention decides.
     *
     * @param signal sent to what the program left behind
     */
    public static Exit ended(int exitCode, @Nullable Signal signal, int survivors) {
        Outcome outcome = deadlySignal(exitCode).isPresent() ? Outcome.SIGNALLED : Outcome.EXITED;
        return new Exit(outcome, exitCode, null, signal, survivors, null, null);
    }

    /** The same end of an attempt that was lost meanwhile, so that it is not the tool's own. */
    public Exit lost() {
        return new Exit(Outcome.STOPPED, exitCode, StopReason.LOST, signal, survivors, process, null);
    }

    /** The same end, with what the program used until then. */
    public Exit with(ProcessUsage used) {
        return new Exit(outcome, exitCode, stopReason, signal, survivors, used, refusal);
    }

    /** Number of the signal that the exit code stands for, 1 to 64. */
    public OptionalInt deadlySignal() {
        return exitCode == null ? OptionalInt.empty() : deadlySignal(exitCode);
    }

    private static OptionalInt deadlySignal(int exitCode) {
        int number = exitCode - SIGNAL_BASE;
        return number >= 1 && number <= HIGHEST_SIGNAL ? OptionalInt.of(number) : OptionalInt.empty();
    }
}
