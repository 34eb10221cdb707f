package dev.millrace.worker.execute;

import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.tool.RetryPolicy;
import dev.millrace.model.tool.Signals;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.ProgramEnd;
import dev.millrace.worker.runtime.ProgramEnd.Cause;

/** What it means that a program did not end with 0. */
final class Deaths {
    private Deaths() {}

    static boolean isFailure(Exit exit) {
        ProgramEnd end = exit.end();
        return end == null || end.exitCode() != 0;
    }

    static Failure ofExitCode(Exit exit) {
        ProgramEnd end = exit.end();
        if (end == null) {
            return new Failure(FailureCode.EXIT_CODE, "The tool ended, and nothing is known of how.");
        }
        String other = end.cause() == Cause.EXIT_OR_SIGNAL
                ? ", or was killed by " + named(end.signal()) + ": this worker cannot tell which"
                : "";
        return new Failure(FailureCode.EXIT_CODE, "The tool exited with code " + end.exitCode() + other + ".");
    }

    static Failure bySignal(Exit exit) {
        ProgramEnd end = exit.end();
        String signal = end == null ? "a signal" : named(end.signal());
        return new Failure(FailureCode.SIGNAL, "The tool was killed by " + signal + ", which Millrace did not send.");
    }

    private static String named(int signal) {
        return "signal " + signal + " (" + Signals.name(signal) + ")";
    }

    /** Where it is not known which of both it was, either is enough. */
    static boolean areWorthARetry(RetryPolicy policy, Exit exit) {
        ProgramEnd end = exit.end();
        if (end == null) {
            return false;
        }
        boolean asCode =
                end.exitCode() == RetryPolicy.TRY_AGAIN || policy.onExit().contains(end.exitCode());
        return switch (end.cause()) {
            case EXIT -> asCode;
            case SIGNAL -> policy.onSignal().contains(end.signal());
            case EXIT_OR_SIGNAL -> asCode || policy.onSignal().contains(end.signal());
        };
    }
}
