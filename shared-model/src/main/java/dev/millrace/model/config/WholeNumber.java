package dev.millrace.model.config;

import java.util.OptionalLong;

/**
 * Whole numbers as Millrace reads them everywhere: the digits 0 to 9, with no sign, no blank and no zero in front. So
 * one number has one spelling. Java's own readers also take a plus, zeros in front and the digits of every script.
 */
public final class WholeNumber {
    /** As part of a regular expression. */
    public static final String FORM = "(?:0|[1-9][0-9]{0,18})";

    private WholeNumber() {}

    /** The number; empty if the text is none, or one above 2^63 - 1. */
    public static OptionalLong parse(CharSequence text) {
        int length = text.length();
        if (length == 0 || length > 19 || (length > 1 && text.charAt(0) == '0')) {
            return OptionalLong.empty();
        }
        long number = 0;
        for (int at = 0; at < length; at++) {
            int digit = text.charAt(at) - '0';
            // The last of nineteen digits may be one too many.
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                return OptionalLong.empty();
            }
            number = number * 10 + digit;
        }
        return OptionalLong.of(number);
    }

    /**
     * A number between two bounds, both included.
     *
     * @throws IllegalArgumentException saying what the number must be
     */
    public static long within(String text, long min, long max) {
        OptionalLong number = parse(text);
        if (number.isEmpty() || number.getAsLong() < min || number.getAsLong() > max) {
            throw new IllegalArgumentException("must be a whole number from " + min + " to " + max);
        }
        return number.getAsLong();
    }
}
