package dev.millrace.db;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of Postgres, taken apart: as libpq writes it, or as JDBC does. Where user and password are among the options,
 * those win, as with libpq.
 *
 * @param user empty where there is none
 * @param password empty where there is none
 */
record DatabaseAddress(String jdbcUrl, String user, String password) {
    private static final String SERVER_TYPE = "targetServerType";
    private static final int MAX_PORT = 65_535;
    private static final Pattern ADDRESS = Pattern.compile(
            "(?<jdbc>jdbc:)?postgres(ql)?://((?<user>[^/@?]*)@)?(?<hosts>[^/@?]*)(?<database>/[^?]*)?([?](?<options>.*))?",
            Pattern.CASE_INSENSITIVE);

    /** @throws IllegalArgumentException saying what is wrong, but never the text: it may hold a password */
    static DatabaseAddress parse(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            throw wrong("");
        }
        boolean jdbc = address.group("jdbc") != null;
        String[] credentials = group(address, "user").split(":", 2);
        Map<String, String> named = new TreeMap<>();
        List<String> others = new ArrayList<>();
        for (String option : group(address, "options").split("&", -1)) {
            String[] parts = option.split("=", 2);
            if (parts[0].equals("user") || parts[0].equals("password")) {
                // JDBC reads options as forms are read, with a plus for a blank.
                named.put(parts[0], decoded(parts.length == 2 ? parts[1] : "", jdbc));
            } else if (parts[0].equals("host") || parts[0].equals("port") || parts[0].equals("dbname")) {
                throw wrong(": host, port and database stand before the options");
            } else if (!option.isEmpty()) {
                others.add(option);
            }
        }
        String hosts = hosts(group(address, "hosts"));
        String database = database(group(address, "database"));
        return new DatabaseAddress(
                "jdbc:postgresql://" + hosts + database + options(others, hosts.contains(",")),
                named.getOrDefault("user", decoded(credentials[0], false)),
                named.getOrDefault("password", credentials.length == 2 ? decoded(credentials[1], false) : ""));
    }

    private static String group(Matcher address, String name) {
        String text = address.group(name);
        return text == null ? "" : text;
    }

    private static String hosts(String hosts) {
        if (hosts.isEmpty()) {
            throw wrong(": it names no host");
        }
        if (hosts.toUpperCase(Locale.ROOT).contains("%2F")) {
            throw wrong(": it names a socket in the file system, and Millrace connects over TCP");
        }
        for (String host : hosts.split(",", -1)) {
            URI uri = uri("postgresql://" + host);
            if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
                throw wrong("");
            }
        }
        return hosts;
    }

    private static String database(String path) {
        if (path.length() < 2) {
            throw wrong(": it names no database");
        }
        return uri("postgresql://host" + path).getRawPath();
    }

    /** Of several hosts all but one are standbys, on which nothing can be written. */
    private static String options(List<String> options, boolean severalHosts) {
        if (severalHosts && options.stream().noneMatch(option -> option.startsWith(SERVER_TYPE + "="))) {
            options.add(SERVER_TYPE + "=primary");
        }
        String query = String.join("&", options);
        return options.isEmpty() ? "" : "?" + uri("postgresql://host/?" + query).getRawQuery();
    }

    private static URI uri(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getRawFragment() == null) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            // Said below, without the cause: it quotes the text.
        }
        throw wrong("");
    }

    private static String decoded(String text, boolean form) {
        uri("postgresql://host/?" + text);
        return URLDecoder.decode(form ? text : text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException wrong(String how) {
        return new IllegalArgumentException(DatabaseSettings.URL + " is not a Postgres address" + how
                + "; write postgresql://user:password@host:5432/database");
    }
}
