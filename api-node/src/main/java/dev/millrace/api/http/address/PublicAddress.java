package dev.millrace.api.http.address;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address under which a caller reaches this node. Its characters need no escape in a header, in JSON, in HTML or in
 * a script.
 *
 * @param origin scheme, host and port, like {@code https://jobs.example}; null where only the path is known
 * @param path before every path of this node, like {@code /millrace}; empty at the root
 */
public record PublicAddress(@Nullable String origin, String path) {
    /** The root of the host that the request names. */
    public static final PublicAddress ROOT = new PublicAddress(null, "");

    /** Attribute of a request: its public address. */
    public static final String ATTRIBUTE = PublicAddress.class.getName();

    private static final int LONGEST_PATH = 200;
    private static final String AUTHORITY = "([A-Za-z0-9_.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?";
    private static final Pattern URL = Pattern.compile("([A-Za-z]+)://" + AUTHORITY + "(/.*)?");
    private static final Pattern HOST = Pattern.compile(AUTHORITY);
    private static final Pattern PATH = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)*");

    /** The address under which this request was made. */
    public static PublicAddress of(Context ctx) {
        PublicAddress address = ctx.attribute(ATTRIBUTE);
        return address == null ? ROOT : address;
    }

    /**
     * Reads a whole address.
     *
     * @throws IllegalArgumentException saying what it is not
     */
    static PublicAddress parse(String url) {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an address of the form " + AddressSettings.URL_FORM);
        }
        String port = matcher.group(3);
        String path = matcher.group(4);
        return new PublicAddress(
                origin(scheme(matcher.group(1)), matcher.group(2), port == null ? null : port(port)),
                path == null ? "" : path(path));
    }

    /** @throws IllegalArgumentException saying what it is not */
    static String scheme(String text) {
        String scheme = text.toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("neither http nor https");
        }
        return scheme;
    }

    /** @throws IllegalArgumentException saying what it is not */
    static int port(String text) {
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a port");
        }
        return port;
    }

    /**
     * Makes an origin of a scheme and {@code host} or {@code host:port}.
     *
     * @param otherwise the port where the host has none; null for that of the scheme
     * @throws IllegalArgumentException saying what it is not
     */
    static String origin(String scheme, String authority, @Nullable Integer otherwise) {
        Matcher matcher = HOST.matcher(authority);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a host");
        }
        String host = scheme + "://" + matcher.group(1).toLowerCase(Locale.ROOT);
        Integer port = matcher.group(2) == null ? otherwise : (Integer) port(matcher.group(2));
        return port == null || port == (scheme.equals("http") ? 80 : 443) ? host : host + ":" + port;
    }

    /**
     * Reads a path; one slash at its end does not count.
     *
     * @throws IllegalArgumentException saying what it is not
     */
    static String path(String text) {
        String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (path.length() > LONGEST_PATH || !PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("not a path of segments of A-Z a-z 0-9 . _ ~ -");
        }
        return path;
    }

    /** The public path of one of this node's own paths, such as {@code /api/v1/jobs}. */
    public String link(String own) {
        return path + own;
    }

    /** The whole address. Without a known origin it is the path, which is {@code /} at the root. */
    public String url() {
        return origin == null ? root() : origin + path;
    }

    /** The path of the home page. */
    public String root() {
        return path.isEmpty() ? "/" : path;
    }

    /** The host name of the origin; null without a known origin. */
    public @Nullable String host() {
        return origin == null
                ? null
                : origin.substring(origin.indexOf("://") + 3).replaceFirst(":[0-9]+$", "");
    }
}
