package dev.millrace.model.job;

import java.util.Locale;
import java.util.Optional;

/** Which of two queued jobs starts first. The order of the constants is the order of service. */
public enum Priority {
    CRITICAL(0),
    HIGH(1),
    NORMAL(2),
    LOW(3);

    private final int rank;

    Priority(int rank) {
        this.rank = rank;
    }

    /** As stored: the smallest is served first. */
    public int rank() {
        return rank;
    }

    public static Priority ofRank(int rank) {
        for (Priority priority : values()) {
            if (priority.rank == rank) {
                return priority;
            }
        }
        throw new IllegalArgumentException("No priority has rank " + rank);
    }

    /** As written in manifests and JSON: {@code critical}, {@code high}, {@code normal}, {@code low}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Priority> of(String text) {
        for (Priority priority : values()) {
            if (priority.text().equals(text)) {
                return Optional.of(priority);
            }
        }
        return Optional.empty();
    }
}
