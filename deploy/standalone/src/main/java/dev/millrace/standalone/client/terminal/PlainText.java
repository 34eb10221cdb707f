package dev.millrace.standalone.client.terminal;

/**
 * Text from elsewhere made fit for a terminal: what a tool prints, or a file is called, must not move the cursor, retitle
 * the window or answer for the user.
 */
public final class PlainText {
    private static final char ESCAPE = '\u001B';

    private PlainText() {}

    /** Every control character but the tab replaced by its picture. */
    public static String of(String text) {
        return clean(text, false);
    }

    /** The same, but colours ({@code ESC [ … m}) stay. */
    static String keepingColours(String text) {
        return clean(text, true);
    }

    private static String clean(String text, boolean keepColours) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            int end = keepColours && character == ESCAPE ? endOfColour(text, at) : -1;
            if (end > 0) {
                clean.append(text, at, end);
                at = end - 1;
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
        } while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == ';'));
        return at < text.length() && text.charAt(at) == 'm' ? at + 1 : -1;
    }

    private static char picture(char character) {
        if (character == '\t' || !Character.isISOControl(character)) {
            return character;
        }
        if (character < ' ') {
            return (char) ('\u2400' + character);
        }
        return '\uFFFD';
    }
}
