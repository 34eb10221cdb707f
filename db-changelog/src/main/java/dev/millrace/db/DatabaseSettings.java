package dev.millrace.db;

import java.net.URI;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Where Postgres is and as whom to connect.
 *
 * @param jdbcUrl without user and password; its options may hold secrets all the same, so {@link #toString} leaves them out
 * @param user never blank
 * @param password may be empty; never printed
 */
public record DatabaseSettings(String jdbcUrl, String user, String password) {
    public static final String URL = "MILLRACE_DATABASE_URL";
    public static final String USER = "MILLRACE_DATABASE_USER";
    public static final String PASSWORD = "MILLRACE_DATABASE_PASSWORD";
    public static final String DEFAULT_URL = "postgresql://millrace@localhost:5432/millrace";

    /**
     * Reads {@code MILLRACE_DATABASE_URL} ({@code postgresql://user:password@host:port/database?option=value}, or the
     * same after {@code jdbc:}); {@code MILLRACE_DATABASE_USER} and {@code …_PASSWORD} override what the URL says.
     *
     * @throws IllegalArgumentException saying which variable is wrong, how, and what it should look like
     */
    public static DatabaseSettings from(Map<String, String> environment) {
        String text = environment.getOrDefault(URL, DEFAULT_URL).strip();
        URI uri = parse(text);
        List<String> credentials = credentials(uri);
        String user = environment.getOrDefault(USER, credentials.get(0));
        String password = environment.getOrDefault(PASSWORD, credentials.get(1));
        if (user.isBlank()) {
            throw new IllegalArgumentException(
                    USER + " is not set, and " + URL + " names no user; write postgresql://USER@host/database");
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new DatabaseSettings(
                "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query, user, password);
    }

    private static URI parse(String text) {
        String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
        try {
            URI uri = URI.create(plain.replaceFirst("^postgres://", "postgresql://"));
            if ("postgresql".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPath() != null
                    && uri.getPath().length() > 1) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            // Said below, without the text: it may hold a password.
        }
        throw new IllegalArgumentException(
                URL + " is not a Postgres address; write postgresql://user:password@host:5432/database");
    }

    private static List<String> credentials(URI uri) {
        if (uri.getRawUserInfo() == null) {
            return List.of("", "");
        }
        String[] parts = uri.getRawUserInfo().split(":", 2);
        return List.of(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
    }

    private static String decode(String text) {
        // A plus is a plus in the user part of a URI; only URLDecoder takes it for a blank.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** That no connection could be had, and why, in the words of Postgres or the network, not of a pool between them. */
    public String notAnswering(SQLException failure) {
        Throwable said = failure.getCause() instanceof SQLException inner ? inner : failure;
        String reason = said.getCause() instanceof UnknownHostException host
                ? "unknown host " + host.getMessage()
                : said.getMessage();
        return "Postgres at " + this + " does not answer (" + reason + "); is " + URL + " right, and is it running?";
    }

    @Override
    public String toString() {
        return jdbcUrl.replaceFirst("[?].*", "") + " as " + user;
    }
}
