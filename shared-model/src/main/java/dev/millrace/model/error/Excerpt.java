package dev.millrace.model.error;

import org.jspecify.annotations.Nullable;

/** As much of a text of unknown length as fits a message, a column or a list. */
public final class Excerpt {
    private static final String MARK = "…";

    private Excerpt() {}

    /**
     * The text, or its beginning with a mark behind it. No character is cut in two.
     *
     * @param longest characters of what is returned, the mark included; 1 or more
     */
    public static String of(@Nullable String text, int longest) {
        String whole = String.valueOf(text);
        if (whole.length() <= longest) {
            return whole;
        }
        int end = longest - MARK.length();
        if (end > 0
                && Character.isHighSurrogate(whole.charAt(end - 1))
                && Character.isLowSurrogate(whole.charAt(end))) {
            end--;
        }
        return whole.substring(0, end) + MARK;
    }
}
