package dev.millrace.api.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A media type as a Content-Type header names it (RFC 9110, § 8.3).
 *
 * @param name type and subtype in lower case
 * @param charset {@code utf-8} unless the header says something else
 */
public record MediaType(String name, String charset) {
    private static final Pattern FORM = Pattern.compile(
            "\\s*([\\w!#$&^.+-]+/[\\w!#$&^.+-]+)\\s*(?:;.*?)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s\";]*)\"?", Pattern.CASE_INSENSITIVE);

    static Optional<MediaType> parse(String header) {
        Matcher form = FORM.matcher(header);
        if (!form.matches()) {
            return Optional.empty();
        }
        Matcher charset = CHARSET.matcher(header);
        return Optional.of(
                new MediaType(form.group(1).toLowerCase(Locale.ROOT), charset.find() ? charset.group(1) : "utf-8"));
    }

    /** Whether this is {@code application/json} or something built on it, like {@code application/problem+json}. */
    public boolean isJson() {
        return name.equals("application/json") || (name.startsWith("application/") && name.endsWith("+json"));
    }
}
