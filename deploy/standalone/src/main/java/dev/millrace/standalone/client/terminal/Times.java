package dev.millrace.standalone.client.terminal;

import java.time.Duration;
import java.time.Instant;

/** Times as people say them. Exact ones are in {@code --json}. */
public final class Times {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Times() {}

    /** {@code 3s ago}, {@code in 5m}, {@code now}. */
    public static String relative(Instant time, Instant now) {
        long seconds = Duration.between(time, now).toSeconds();
        if (seconds == 0) {
            return "now";
        }
        return seconds > 0 ? rounded(seconds) + " ago" : "in " + rounded(-seconds);
    }

    private static String rounded(long seconds) {
        if (seconds < MINUTE) {
            return seconds + "s";
        }
        if (seconds < HOUR) {
            return seconds / MINUTE + "m";
        }
        return seconds < 2 * DAY ? seconds / HOUR + "h" : seconds / DAY + "d";
    }

    /** {@code 40ms}, {@code 1.2s}, {@code 3m05s}, {@code 2h07m}; negative (the clocks of two machines) counts as 0. */
    public static String length(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1000) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds < MINUTE) {
            return seconds + "." + millis % 1000 / 100 + "s";
        }
        if (seconds < HOUR) {
            return seconds / MINUTE + "m" + twoDigits(seconds % MINUTE) + "s";
        }
        return seconds / HOUR + "h" + twoDigits(seconds % HOUR / MINUTE) + "m";
    }

    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
