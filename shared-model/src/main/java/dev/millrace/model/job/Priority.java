package dev.millrace.model.job;

import java.util.Locale;
import java.util.Optional;

/** Which of two queued jobs starts first. The order of the constants is the order of service. */
public enum Priority {
    CRITICAL,
    HIGH,
    NORMAL,
    LOW;

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
