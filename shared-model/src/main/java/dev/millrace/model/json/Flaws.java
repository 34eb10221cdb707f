package dev.millrace.model.json;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.Excerpt;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** Says what is wrong with a document in words that need no knowledge of the parser, and never quotes much of it. */
final class Flaws {
    private static final int LONGEST = 200;

    private Flaws() {}

    static MillraceException of(String message) {
        return new MillraceException(ErrorCode.MALFORMED_REQUEST, message);
    }

    static MillraceException at(JsonParser parser, String reason) {
        return located(parser.currentTokenLocation(), pointer(parser), reason);
    }

    static MillraceException syntax(JsonParser parser, JacksonException e) {
        return located(e.getLocation(), pointer(parser), reason(e));
    }

    private static MillraceException located(TokenStreamLocation location, String pointer, String reason) {
        String place =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        String inside = pointer.isEmpty() ? "" : " (" + pointer + ")";
        return new MillraceException(
                ErrorCode.MALFORMED_REQUEST,
                "The document is not acceptable JSON" + place + inside + ": " + reason + ".",
                List.of(new Violation(pointer, reason)));
    }

    /** Asked for only now: kept up to date all the time, it would cost more than the reading. */
    private static String pointer(JsonParser parser) {
        String pointer = parser.streamReadContext().pathAsPointer().toString();
        // The last key may be the very one that is refused.
        return Excerpt.of(pointer.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?"), LONGEST);
    }

    private static String reason(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return "it is nested deeper than 100 levels";
        }
        String message = String.valueOf(e.getOriginalMessage());
        if (e instanceof UnexpectedEndOfInputException || message.startsWith("Unexpected end-of-input")) {
            return "it ends too early";
        }
        if (message.startsWith("Duplicate")) {
            return "a key occurs twice in one object";
        }
        if (message.contains("comment")) {
            return "comments are not allowed";
        }
        if (message.contains("CTRL-CHAR")) {
            return "a string holds an unescaped control character, or one stands between the values";
        }
        String words = message.replaceAll("\\p{Cntrl}", "?").replaceAll(" \\(for [^)]*\\)|\\.$", "");
        return words.substring(0, 1).toLowerCase(Locale.ROOT) + Excerpt.of(words.substring(1), LONGEST);
    }
}
