package dev.millrace.model.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** Why a text is no JSON, in words of ours: the parser's name its features and classes, and change with its versions. */
public final class SyntaxFlaw {
    private static final Pattern CHARACTER = Pattern.compile("Unexpected character \\('(.)' \\(code");

    /** By what the parser's message has in it, the first one that fits; a {@code %s} is the character that it stopped at. */
    private static final Map<String, String> WORDS = words();

    private SyntaxFlaw() {}

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("Non-standard token", "JSON has no NaN and no Infinity");
        words.put("Unrecognized token", "a word that is none of true, false and null; text needs double quotes");
        words.put("Duplicate", "a key occurs twice in one object");
        words.put("comment", "comments are not allowed");
        words.put("CTRL-CHAR", "a string holds an unescaped control character, or one stands between the values");
        words.put("Leading zeroes", "a number has a zero in front");
        words.put("plus sign", "a number has a plus sign in front");
        words.put("Expected space separating", "there is more after its end");
        words.put("Decimal point", "a decimal point needs digits behind it");
        words.put("Exponent indicator", "the exponent of a number has no digits");
        words.put("umeric value", "a number is not written as JSON wants it");
        words.put("exadecimal number", "a number is not written as JSON wants it");
        words.put("surrogate", "a string holds half of a surrogate pair, which is no character");
        words.put("escape", "a string has a backslash that begins no escape of JSON");
        words.put("close marker", "a closing bracket is not that of what was opened last");
        words.put("expecting comma", "%s stands where a comma or the closing bracket should");
        words.put("expecting a colon", "%s stands where a colon should");
        words.put("start property name", "%s stands where a key in double quotes should");
        words.put("expected a v", "%s stands where a value should");
        // These are of readers of ours that are made with the parser.
        List.of("it is empty", "there is more after its end", "a value is missing")
                .forEach(text -> words.put(text, text));
        return words;
    }

    /** What is wrong; reads on after a colon and has no full stop. */
    public static String reason(JacksonException failure) {
        if (failure instanceof StreamConstraintsException) {
            return "it is nested too deep";
        }
        String message = String.valueOf(failure.getOriginalMessage());
        if (failure instanceof UnexpectedEndOfInputException || message.startsWith("Unexpected end-of-input")) {
            return "it ends too early";
        }
        return WORDS.entrySet().stream()
                .filter(entry -> message.contains(entry.getKey()))
                .findFirst()
                .map(entry -> String.format(entry.getValue(), character(message)))
                .orElse("this is not how JSON is written");
    }

    private static String character(String message) {
        Matcher matcher = CHARACTER.matcher(message);
        return matcher.find() && !Character.isSurrogate(matcher.group(1).charAt(0))
                ? "'" + matcher.group(1) + "'"
                : "something else";
    }

    /** {@code at line 2, column 16}, or nothing where the parser does not know. */
    public static String place(JacksonException failure) {
        return place(failure.getLocation());
    }

    static String place(TokenStreamLocation location) {
        return location == null ? "" : "at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
