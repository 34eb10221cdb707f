package dev.millrace.model.job;

import dev.millrace.model.attempt.Attempt;
import java.util.List;

/**
 * A job and what was tried.
 *
 * @param attempts in their order; empty before the first
 */
public record JobWithAttempts(Job job, List<Attempt> attempts) {
    public JobWithAttempts {
        attempts = List.copyOf(attempts);
    }
}
