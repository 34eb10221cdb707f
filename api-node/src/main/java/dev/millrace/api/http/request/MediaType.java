package dev.millrace.api.http.request;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A media type as a Content-Type header names it (RFC 9110, § 8.3).
 *
 * @param name type and subtype in lower case
 * @param charset {@code utf-8} unless the header says something else
 */
public record MediaType(String name, String charset) {
    private static final String TOKEN = "[\\w!#$%&'*+.^`|~-]+";
    private static final Pattern NAME = Pattern.compile("(" + TOKEN + "/" + TOKEN + ")");

    /** One parameter or none, since a semicolon may stand alone. Group 3 is a quoted value. */
    private static final Pattern PARAMETER =
            Pattern.compile("[ \\t]*;[ \\t]*(?:(" + TOKEN + ")=(?:(" + TOKEN + ")|\"((?:[^\"\\\\]|\\\\.)*)\"))?");

    private static final String CHARSET = "charset";

    /** Empty if the header cannot be read to its end or names two charsets. */
    static Optional<MediaType> parse(String header) {
        String text = header.strip();
        Matcher name = NAME.matcher(text);
        if (!name.lookingAt()) {
            return Optional.empty();
        }
        @Nullable String charset = null;
        int at = name.end();
        Matcher parameter = PARAMETER.matcher(text);
        while (at < text.length()) {
            if (!parameter.region(at, text.length()).lookingAt()) {
                return Optional.empty();
            }
            if (CHARSET.equalsIgnoreCase(parameter.group(1))) {
                if (charset != null) {
                    return Optional.empty();
                }
                charset = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
            }
            at = parameter.end();
        }
        return Optional.of(new MediaType(name.group(1).toLowerCase(Locale.ROOT), charset == null ? "utf-8" : charset));
    }

    /** Whether this is {@code application/json} or something built on it, like {@code application/problem+json}. */
    public boolean isJson() {
        return name.equals("application/json") || (name.startsWith("application/") && name.endsWith("+json"));
    }
}
