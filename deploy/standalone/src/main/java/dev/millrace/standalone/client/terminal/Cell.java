package dev.millrace.standalone.client.terminal;

import org.jspecify.annotations.Nullable;

/** A cell of a {@link Table}: its text, without control characters, and how it stands out. */
public record Cell(String text, @Nullable Style style) {
    public Cell {
        text = PlainText.of(text);
    }

    public static Cell of(String text) {
        return new Cell(text, null);
    }

    public static Cell of(long number) {
        return new Cell(Long.toString(number), null);
    }

    /** A state in its colour. */
    public static Cell state(String state) {
        return new Cell(state, Style.ofState(state));
    }

    int width() {
        return text.codePointCount(0, text.length());
    }

    boolean isNumber() {
        return !text.isEmpty() && text.chars().allMatch(character -> character >= '0' && character <= '9');
    }
}
