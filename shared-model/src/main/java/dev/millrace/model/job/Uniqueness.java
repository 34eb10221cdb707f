package dev.millrace.model.job;

import java.time.Duration;
import java.util.List;

/**
 * Which jobs count as the same, and for how long the one that is there stands for all others like it.
 *
 * @param by what they have in common: {@code tool}, {@code parameters}, {@code queue}, {@code labels}, or a single
 *     parameter as {@code parameters.NAME}; 1 to 20 of them, each once
 */
public record Uniqueness(List<String> by, Hold hold) {
    public Uniqueness {
        by = List.copyOf(by);
    }

    /** How long a job keeps others like it from being stored. */
    public sealed interface Hold {
        /** A stage of the job's life that ends the hold when it is over. */
        enum Stage implements Hold {
            /** Until its first attempt starts, or it ends without one. */
            QUEUED,
            /** Until it has ended. */
            RUNNING
        }

        /**
         * For so long from its submission, whatever becomes of it, unless it is cancelled.
         *
         * @param time 1 s to 365 days
         */
        record For(Duration time) implements Hold {}
    }

    /**
     * Whether a job that has this rule stands for others like it.
     *
     * @param expired whether the time of a {@link Hold.For} is over
     */
    public boolean isHeldBy(Job holder, boolean expired) {
        if (hold instanceof Hold.Stage stage) {
            return switch (stage) {
                // A job that waits for its second attempt has started all the same.
                case QUEUED -> !holder.state().isTerminal() && holder.attempt() == 0;
                case RUNNING -> !holder.state().isTerminal();
            };
        }
        return !expired && holder.state() != JobState.CANCELLED;
    }
}
