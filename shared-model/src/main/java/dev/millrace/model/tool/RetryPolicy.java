package dev.millrace.model.tool;

import java.util.Set;

/**
 * When a failed attempt is followed by another.
 *
 * @param maxAttempts 1 to 100; 1 means no retry
 * @param onExit exit codes that are worth another attempt, 1 to 255
 */
public record RetryPolicy(int maxAttempts, Backoff backoff, Set<Integer> onExit) {
    public RetryPolicy {
        onExit = Set.copyOf(onExit);
    }
}
