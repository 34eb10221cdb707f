package dev.millrace.db;

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.HashMap;
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
     * same after {@code jdbc:}); {@code MILLRACE_DATABASE_USER} and {@code …_PASSWORD} override what the URL says. Instead
     * of one host there may be several, {@code host1:port1,host2:port2}, of which the primary is used. A variable that is
     * blank counts as not set.
     *
     * @throws IllegalArgumentException saying which variable is wrong, how, and what it should look like
     */
    public static DatabaseSettings from(Map<String, String> environment) {
        Map<String, String> set = new HashMap<>(environment);
        set.values().removeIf(String::isBlank);
        DatabaseAddress address =
                DatabaseAddress.parse(set.getOrDefault(URL, DEFAULT_URL).strip());
        String user = set.getOrDefault(USER, address.user());
        String password = set.getOrDefault(PASSWORD, address.password());
        if (user.isBlank()) {
            throw new IllegalArgumentException(
                    USER + " is not set, and " + URL + " names no user; write postgresql://USER@host/database");
        }
        return new DatabaseSettings(address.jdbcUrl(), user, password);
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
