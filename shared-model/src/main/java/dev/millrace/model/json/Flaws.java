package dev.millrace.model.json;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.Excerpt;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

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
        String reason =
                e instanceof StreamConstraintsException ? "it is nested deeper than 100 levels" : SyntaxFlaw.reason(e);
        return located(e.getLocation(), pointer(parser), reason);
    }

    private static MillraceException located(TokenStreamLocation location, String pointer, String reason) {
        String place = SyntaxFlaw.place(location);
        String inside = pointer.isEmpty() ? "" : " (" + pointer + ")";
        return new MillraceException(
                ErrorCode.MALFORMED_REQUEST,
                "The document is not acceptable JSON" + (place.isEmpty() ? "" : " ") + place + inside + ": " + reason
                        + ".",
                List.of(new Violation(pointer, reason)));
    }

    /** Asked for only now: kept up to date all the time, it would cost more than the reading. */
    private static String pointer(JsonParser parser) {
        String pointer = parser.streamReadContext().pathAsPointer().toString();
        // The last key may be the very one that is refused.
        return Excerpt.of(pointer.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?"), LONGEST);
    }
}
