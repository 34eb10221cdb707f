package dev.millrace.model.json;

import java.math.BigDecimal;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The bounds of single values, the same for JSON and for YAML. */
public final class Scalars {
    /** Characters of a number, sign and exponent included. */
    public static final int MAX_NUMBER_LENGTH = 100;

    private Scalars() {}

    /**
     * The number that a JSON number text stands for, exact and with its digits, within what every program can compute
     * with.
     *
     * @throws IllegalArgumentException saying what is wrong, when the number is longer than 100 characters or beyond
     *     the range of a double
     */
    public static JsonNode number(String text) {
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw new IllegalArgumentException("a number has more than " + MAX_NUMBER_LENGTH + " characters");
        }
        JsonNode number = new Numbers().read(text);
        if (!isUsual(number)) {
            throw new IllegalArgumentException(
                    "a number is too large or too close to zero; it must be within 4.9e-324 and 1.8e308 either way");
        }
        return number;
    }

    /** Whether a number is within the bounds of {@link #number}. */
    public static boolean isUsual(JsonNode number) {
        BigDecimal exact = number.decimalValue();
        double approximate = exact.doubleValue();
        return exact.precision() <= MAX_NUMBER_LENGTH
                && !Double.isInfinite(approximate)
                && (approximate != 0 || exact.signum() == 0);
    }

    /** What is wrong with a string or a key: a control character or half a surrogate pair; empty when nothing is. */
    public static Optional<String> flaw(String text) {
        return flaw(text, false);
    }

    /** @param controls whether control characters are allowed */
    static Optional<String> flaw(String text, boolean controls) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!controls && c < ' ' && c != '\t' && c != '\n' && c != '\r') {
                return Optional.of(String.format("the control character U+%04X is not allowed", (int) c));
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return Optional.of(String.format("U+%04X is half of a surrogate pair, not a character", (int) c));
            }
        }
        return Optional.empty();
    }
}
