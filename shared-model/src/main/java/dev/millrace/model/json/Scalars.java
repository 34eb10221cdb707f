package dev.millrace.model.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;

/** The bounds of single values, the same for JSON and for YAML. */
public final class Scalars {
    /** Characters of a number, sign and exponent included. */
    public static final int MAX_NUMBER_LENGTH = 100;

    private Scalars() {}

    /**
     * The number that a JSON number text stands for: exact, and never one that fills memory when it is expanded.
     *
     * @throws IllegalArgumentException saying what is wrong, when the number is longer than 100 characters or beyond
     *     the range of a double
     */
    public static JsonNode number(String text) {
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw new IllegalArgumentException("a number has more than " + MAX_NUMBER_LENGTH + " characters");
        }
        boolean whole = text.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
        if (whole) {
            return integer(new BigInteger(text));
        }
        double approximate = Double.parseDouble(text);
        if (Double.isInfinite(approximate)) {
            throw new IllegalArgumentException("a number is too large; at most about 1.8e308 either way");
        }
        if (approximate == 0) {
            // Zero may be written with any exponent, and one beyond an int would not fit a BigDecimal.
            if (mantissa(text).chars().anyMatch(c -> c >= '1' && c <= '9')) {
                throw new IllegalArgumentException("a number is too close to zero; at least about 4.9e-324 either way");
            }
            return DecimalNode.valueOf(new BigDecimal("0.0"));
        }
        return DecimalNode.valueOf(new BigDecimal(text));
    }

    /** What is wrong with a string or a key: a control character or half a surrogate pair; empty when nothing is. */
    public static Optional<String> flaw(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
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

    private static JsonNode integer(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return IntNode.valueOf(number.intValueExact());
        }
        return number.bitLength() < Long.SIZE
                ? LongNode.valueOf(number.longValueExact())
                : BigIntegerNode.valueOf(number);
    }

    private static String mantissa(String text) {
        int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
        return exponent < 0 ? text : text.substring(0, exponent);
    }
}
