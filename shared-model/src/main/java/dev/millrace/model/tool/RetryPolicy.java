package dev.millrace.model.tool;

import java.util.Set;

/**
 * When a failed attempt is followed by another.
 *
 * @param maxAttempts 1 to 100; 1 means no retry
 * @param onExit exit codes that are worth another attempt, 1 to 255
 * @param onSignal signals that are worth another attempt when one has killed the program, 1 to 64
 */
public record RetryPolicy(int maxAttempts, Backoff backoff, Set<Integer> onExit, Set<Integer> onSignal) {
    /** EX_TEMPFAIL of sysexits.h: with this exit code a tool asks for another attempt, whatever its policy lists. */
    public static final int TRY_AGAIN = 75;

    public RetryPolicy {
        onExit = Set.copyOf(onExit);
        onSignal = Set.copyOf(onSignal);
    }
}
