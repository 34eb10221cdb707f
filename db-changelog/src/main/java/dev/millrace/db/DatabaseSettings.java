package dev.millrace.db;

import java.net.URI;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    private static final String SERVER_TYPE = "targetServerType";
    private static final Pattern ADDRESS =
            Pattern.compile("(jdbc:)?postgres(ql)?://(?<user>[^/@]*@)?(?<hosts>[^/@]+)(?<rest>/.*)");

    /**
     * Reads {@code MILLRACE_DATABASE_URL} ({@code postgresql://user:password@host:port/database?option=value}, or the
     * same after {@code jdbc:}); {@code MILLRACE_DATABASE_USER} and {@code …_PASSWORD} override what the URL says. Instead
     * of one host there may be several, {@code host1:port1,host2:port2}, of which the primary is used.
     *
     * @throws IllegalArgumentException saying which variable is wrong, how, and what it should look like
     */
    public static DatabaseSettings from(Map<String, String> environment) {
        String text = environment.getOrDefault(URL, DEFAULT_URL).strip();
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            throw notAnAddress();
        }
        List<String> hosts = List.of(address.group("hosts").split(",", -1));
        URI uri = parse(address, hosts.get(0));
        // Each for itself, as a URI has one.
        hosts.forEach(host -> parse(address, host));
        List<String> credentials = credentials(uri);
        String user = environment.getOrDefault(USER, credentials.get(0));
        String password = environment.getOrDefault(PASSWORD, credentials.get(1));
        if (user.isBlank()) {
            throw new IllegalArgumentException(
                    USER + " is not set, and " + URL + " names no user; write postgresql://USER@host/database");
        }
        String query = query(uri.getRawQuery(), hosts.size());
        return new DatabaseSettings(
                "jdbc:postgresql://" + String.join(",", hosts) + uri.getRawPath() + query, user, password);
    }

    /** Of several hosts all but one are standbys, on which nothing can be written. */
    private static String query(@Nullable String written, int hosts) {
        String query = written == null ? "" : "?" + written;
        return hosts == 1 || query.contains(SERVER_TYPE)
                ? query
                : query + (query.isEmpty() ? "?" : "&") + SERVER_TYPE + "=primary";
    }

    private static URI parse(Matcher address, String host) {
        try {
            String user = address.group("user") == null ? "" : address.group("user");
            URI uri = URI.create("postgresql://" + user + host + address.group("rest"));
            if (uri.getHost() != null && uri.getPath() != null && uri.getPath().length() > 1) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            // Said below, without the text: it may hold a password.
        }
        throw notAnAddress();
    }

    private static IllegalArgumentException notAnAddress() {
        return new IllegalArgumentException(
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
