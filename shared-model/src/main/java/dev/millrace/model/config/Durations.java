package dev.millrace.model.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Millrace writes them everywhere: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h30m}, {@code 2d}. Whole
 * {@linkplain WholeNumber numbers} with a unit, the larger unit first, each unit at most once; a day is 24 hours. There is
 * no sign, no blank and no fraction, so that one duration has few spellings and none is ambiguous.
 */
public final class Durations {
    private static final Pattern TEXT =
            Pattern.compile("(?:(N)d)?(?:(N)h)?(?:(N)m(?!s))?(?:(N)s)?(?:(N)ms)?".replace("N", WholeNumber.FORM));
    private static final String[] UNITS = {"d", "h", "m", "s", "ms"};
    private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};
    private static final String FORM = "write a duration like 500ms, 30s, 5m, 1h30m or 2d";

    private Durations() {}

    /**
     * Reads a duration of zero to about 292 million years, in whole milliseconds.
     *
     * @throws IllegalArgumentException saying what is wrong and showing the right form
     */
    public static Duration parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (text.isEmpty() || text.length() > 100 || !matcher.matches()) {
            throw new IllegalArgumentException("not a duration; " + FORM);
        }
        try {
            long millis = 0;
            for (int unit = 0; unit < UNITS.length; unit++) {
                String amount = matcher.group(unit + 1);
                if (amount != null) {
                    millis = Math.addExact(millis, Math.multiplyExact(number(amount), MILLIS[unit]));
                }
            }
            return Duration.ofMillis(millis);
        } catch (ArithmeticException tooLong) {
            throw new IllegalArgumentException("too long a duration; " + FORM, tooLong);
        }
    }

    private static long number(String amount) {
        return WholeNumber.parse(amount).orElseThrow(() -> new ArithmeticException("above 2^63 - 1"));
    }

    /**
     * The shortest text that {@link #parse} reads back to this duration. What is less than a millisecond is left out.
     *
     * @throws IllegalArgumentException for a negative duration
     */
    public static String format(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("A negative duration has no text form");
        }
        long rest = duration.toMillis();
        StringBuilder text = new StringBuilder();
        for (int unit = 0; unit < UNITS.length; unit++) {
            long amount = rest / MILLIS[unit];
            if (amount > 0) {
                text.append(amount).append(UNITS[unit]);
                rest -= amount * MILLIS[unit];
            }
        }
        return text.isEmpty() ? "0s" : text.toString();
    }
}
