package dev.millrace.model.json;

import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;

/**
 * The numbers of one JSON document, each exact and with the digits it was written with. Whoever computes with a number
 * may write it out, so those with many digits, or with an exponent that stands for many, share a bound: a document of
 * 1 MiB could else stand for numbers that fill memory.
 */
final class Numbers {
    /** Digits of one number when it is written out. */
    static final int MAX_DIGITS = 100_000;

    /** Digits of all large numbers of a document. */
    private static final int MAX_LARGE_DIGITS = 1_000_000;

    /** With up to so many digits a number is not large. */
    private static final int SMALL = 400;

    private int large;

    /** @throws IllegalArgumentException saying what is wrong, when it is too large a number, or one of too many */
    JsonNode read(String text) {
        boolean whole = true;
        int exponentAt = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'e' || c == 'E') {
                exponentAt = i;
            }
            whole = whole && c != '.' && c != 'e' && c != 'E';
        }
        if (exponentAt >= 0 && isZero(text, exponentAt)) {
            count(text.length());
            // It may have any exponent, also one that fits no int.
            return DecimalNode.valueOf(new Written(text.substring(0, exponentAt), text));
        }
        count(exponentAt < 0 ? text.length() : exponentAt + (long) exponent(text, exponentAt + 1));
        return whole && !text.equals("-0") ? integer(text) : DecimalNode.valueOf(new Written(text));
    }

    private void count(long digits) {
        if (digits > MAX_DIGITS) {
            throw new IllegalArgumentException(
                    "a number is too large, or too close to zero; written out it may have 100000 digits");
        }
        if (digits > SMALL) {
            large += (int) digits;
            if (large > MAX_LARGE_DIGITS) {
                throw new IllegalArgumentException(
                        "the large numbers up to here have too many digits; written out they may have 1000000");
            }
        }
    }

    private static boolean isZero(String text, int end) {
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) >= '1' && text.charAt(i) <= '9') {
                return false;
            }
        }
        return true;
    }

    /** Its size, as far as it matters. */
    private static int exponent(String text, int start) {
        int size = 0;
        for (int i = start; i < text.length() && size <= MAX_DIGITS; i++) {
            char c = text.charAt(i);
            size = c == '+' || c == '-' ? size : size * 10 + (c - '0');
        }
        return size;
    }

    private static JsonNode integer(String text) {
        if (text.length() < 10) {
            return IntNode.valueOf(Integer.parseInt(text));
        }
        BigInteger number = new BigInteger(text);
        if (number.bitLength() < Integer.SIZE) {
            return IntNode.valueOf(number.intValueExact());
        }
        return number.bitLength() < Long.SIZE
                ? LongNode.valueOf(number.longValueExact())
                : BigIntegerNode.valueOf(number);
    }
}
