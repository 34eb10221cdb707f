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
    public RetryPolicy {
        onExit = Set.copyOf(onExit);
        onSignal = Set.copyOf(onSignal);
    }
}
