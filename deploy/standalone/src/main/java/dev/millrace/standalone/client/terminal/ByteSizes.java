package dev.millrace.standalone.client.terminal;

import java.util.Locale;

/** Numbers of bytes as people say them. Exact ones are in {@code --json}. */
public final class ByteSizes {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int STEP = 1024;

    private ByteSizes() {}

    /** {@code 812B}, {@code 1.4KiB}, {@code 64MiB}: in the largest unit there is one of, with a tenth while below ten. */
    public static String rounded(long bytes) {
        double number = bytes;
        int unit = 0;
        // What would be rounded up to 1024 is one of the next unit.
        while (number >= STEP - 0.5) {
            number /= STEP;
            unit++;
        }
        boolean tenths = unit > 0 && number < 9.95;
        return String.format(Locale.ROOT, tenths ? "%.1f%s" : "%.0f%s", number, UNITS[unit]);
    }
}
