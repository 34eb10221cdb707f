package dev.millrace.model.json;

import java.math.BigDecimal;

/**
 * A number with the digits it was written with: {@code 1e3}, {@code 1E400} and {@code -0.0} stay so when they are written
 * again, where a BigDecimal alone writes {@code 1E+3}, {@code 1E+400} and {@code 0.0}. The tree of JSON nodes writes a
 * decimal number by {@code toString}.
 */
final class Written extends BigDecimal {
    private static final long serialVersionUID = 1L;

    private final String text;

    /** @param text as JSON writes numbers, with an exponent that fits an int */
    Written(String text) {
        this(text, text);
    }

    /**
     * A number whose own text cannot be computed with.
     *
     * @param value the same number in other words
     */
    Written(String value, String text) {
        super(value);
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
