package dev.millrace.model.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as Millrace writes them everywhere: {@code 512} (bytes), {@code 64KiB}, {@code 512MiB}, {@code 2GiB}. */
public final class Sizes {
    private static final Pattern TEXT = Pattern.compile("(" + WholeNumber.FORM + ")(KiB|MiB|GiB|TiB)?");
    private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB");
    private static final String FORM = "write a number of bytes like 512, 64KiB, 512MiB or 2GiB";

    private Sizes() {}

    /**
     * Reads a size in bytes, zero to 2^63 - 1.
     *
     * @throws IllegalArgumentException saying what is wrong and showing the right form
     */
    public static long parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size; " + FORM);
        }
        String unit = matcher.group(2);
        long factor = unit == null ? 1 : 1L << (10 * (UNITS.indexOf(unit) + 1));
        try {
            return Math.multiplyExact(number(matcher.group(1)), factor);
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("too large a size; " + FORM, tooLarge);
        }
    }

    private static long number(String amount) {
        return WholeNumber.parse(amount).orElseThrow(() -> new ArithmeticException("above 2^63 - 1"));
    }

    /**
     * The size in the largest unit that divides it, so that {@link #parse} reads the same number back.
     *
     * @throws IllegalArgumentException for a negative size
     */
    public static String format(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A negative size has no text form");
        }
        for (int unit = UNITS.size(); unit > 0 && bytes > 0; unit--) {
            long factor = 1L << (10 * unit);
            if (bytes % factor == 0) {
                return bytes / factor + UNITS.get(unit - 1);
            }
        }
        return Long.toString(bytes);
    }
}
