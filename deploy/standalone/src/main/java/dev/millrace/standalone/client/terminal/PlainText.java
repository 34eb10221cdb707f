package dev.millrace.standalone.client.terminal;

/**
 * Text from elsewhere made fit for a terminal: what a tool prints, or a file is called, must not move the cursor, retitle
 * the window or answer for the user.
 */
public final class PlainText {
    private static final char ESCAPE = '\u001B';
    private static final char REPLACEMENT = '\uFFFD';

    private PlainText() {}

    /** Every control character but the tab replaced by its picture, and those that turn the order of the others about. */
    public static String of(String text) {
        return clean(text, false, false);
    }

    /** The same, but colours ({@code ESC [ … m}) stay. */
    static String keepingColours(String text) {
        return clean(text, true, false);
    }

    /** The same, but line breaks stay, and colours if they are wanted. */
    static String keepingLines(String text, boolean colours) {
        return clean(text, colours, true);
    }

    /** A document in JSON, the same to whoever reads it, with escapes for what is not fit for a terminal. */
    static String ofJson(String json) {
        StringBuilder text = new StringBuilder(json.length());
        for (int at = 0; at < json.length(); at++) {
            char character = json.charAt(at);
            // JSON itself has escapes for the others, but for line breaks between its values.
            if (character >= ' ' && picture(character) != character) {
                text.append(String.format("\\u%04x", (int) character));
            } else {
                text.append(character);
            }
        }
        return text.toString();
    }

    private static String clean(String text, boolean keepColours, boolean keepLines) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            int end = keepColours && character == ESCAPE ? endOfColour(text, at) : -1;
            if (end > 0) {
                clean.append(text, at, end);
                at = end - 1;
            } else if (keepLines && character == '\n') {
                clean.append(character);
            } else {
                clean.append(picture(character));
            }
        }
        return clean.toString();
    }

    private static int endOfColour(String text, int start) {
        int at = start + 1;
        if (at >= text.length() || text.charAt(at) != '[') {
            return -1;
        }
        do {
            at++;
        } while (at < text.length() && isOfColour(text.charAt(at)));
        return at < text.length() && text.charAt(at) == 'm' ? at + 1 : -1;
    }

    private static boolean isOfColour(char character) {
        return (character >= '0' && character <= '9') || character == ';' || character == ':';
    }

    private static char picture(char character) {
        if (turnsOrder(character)) {
            return REPLACEMENT;
        }
        if (character == '\t' || !Character.isISOControl(character)) {
            return character;
        }
        return character < ' ' ? (char) ('\u2400' + character) : REPLACEMENT;
    }

    /** The embeddings, overrides and isolates of Unicode's bidirectional algorithm, which can make one name look like another. */
    private static boolean turnsOrder(char character) {
        return (character >= '\u202A' && character <= '\u202E') || (character >= '\u2066' && character <= '\u2069');
    }
}
