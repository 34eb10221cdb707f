package dev.millrace.model.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is: {@code redis://user:password@host:port}, or {@code redis-sentinel://user:password@host:port,host:port/name}
 * where sentinels say which server is the primary. {@code rediss} in the place of {@code redis} means TLS, to the sentinels,
 * too.
 *
 * @param hosts Redis, or its sentinels; at least one
 * @param primary the name under which the sentinels know the primary; null where the host is Redis itself
 * @param user null for the default one
 * @param password null for none; never printed
 * @param sentinelPassword the same for the sentinels
 */
public record RedisAddress(
        boolean tls,
        List<Host> hosts,
        @Nullable String primary,
        @Nullable String user,
        @Nullable String password,
        @Nullable String sentinelPassword) {
    static final Set<String> SCHEMES = Set.of("redis", "rediss", "redis-sentinel", "rediss-sentinel");
    static final String FORM = "redis://user:password@host:port or redis-sentinel://host:port,host:port/primary";

    private static final int PORT = 6379;
    private static final int SENTINEL_PORT = 26379;
    private static final int MAX_PORT = 65_535;
    private static final Pattern HOST =
            Pattern.compile("(?<name>\\[[0-9A-Fa-f:.]+]|[^:\\[\\]@/]+)(:(?<port>\\d{1,5}))?");
    private static final Pattern DATABASE = Pattern.compile("/?\\d*");
    private static final String SENTINEL_PASSWORD = "sentinelPassword=";

    public RedisAddress {
        hosts = List.copyOf(hosts);
    }

    /** One server. */
    public record Host(String name, int port) {}

    /** @throws IllegalArgumentException which does not quote the address: it may hold a password */
    public static RedisAddress of(URI uri) {
        String scheme = String.valueOf(uri.getScheme());
        String authority = uri.getRawAuthority();
        if (!SCHEMES.contains(scheme) || authority == null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("not " + FORM);
        }
        boolean sentinel = scheme.endsWith("sentinel");
        int at = authority.lastIndexOf('@');
        String[] credentials =
                at < 0 ? new String[] {""} : authority.substring(0, at).split(":", 2);
        if (at >= 0 && credentials.length == 1) {
            throw new IllegalArgumentException("not an address: it names a user without a password; write " + FORM);
        }
        return new RedisAddress(
                scheme.startsWith("rediss"),
                hosts(authority.substring(at + 1), sentinel ? SENTINEL_PORT : PORT, sentinel),
                sentinel ? primary(uri) : noPrimary(uri),
                decoded(credentials[0]),
                credentials.length == 1 ? null : decoded(credentials[1]),
                sentinelPassword(uri, sentinel));
    }

    private static List<Host> hosts(String text, int usualPort, boolean many) {
        List<Host> hosts = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            Matcher host = HOST.matcher(one);
            if (!host.matches()) {
                throw new IllegalArgumentException("not " + FORM);
            }
            String written = host.group("port");
            int port = written == null ? usualPort : Integer.parseInt(written);
            if (port < 1 || port > MAX_PORT) {
                throw new IllegalArgumentException("not an address: it names a port that there is not");
            }
            hosts.add(new Host(host.group("name").replaceAll("[\\[\\]]", ""), port));
        }
        if (hosts.size() > 1 && !many) {
            throw new IllegalArgumentException(
                    "a list of hosts; name one, which may be any of a Redis Cluster, or write " + FORM);
        }
        return hosts;
    }

    private static String primary(URI uri) {
        String path = String.valueOf(uri.getPath());
        if (path.length() < 2 || path.indexOf('/', 1) >= 0) {
            throw new IllegalArgumentException("without the name of the primary; write " + FORM);
        }
        return path.substring(1);
    }

    /** The number of a database may be there and means nothing: channels belong to none. */
    private static @Nullable String noPrimary(URI uri) {
        if (!DATABASE.matcher(uri.getRawPath()).matches()) {
            throw new IllegalArgumentException("not " + FORM);
        }
        return null;
    }

    private static @Nullable String sentinelPassword(URI uri, boolean sentinel) {
        String query = uri.getRawQuery();
        if (query == null) {
            return null;
        }
        if (!sentinel || !query.startsWith(SENTINEL_PASSWORD) || query.contains("&")) {
            throw new IllegalArgumentException("with an option; only " + SENTINEL_PASSWORD + "… of sentinels is known");
        }
        return decoded(query.substring(SENTINEL_PASSWORD.length()));
    }

    private static @Nullable String decoded(String text) {
        // A plus is a plus there; only URLDecoder takes it for a blank.
        return text.isEmpty() ? null : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "RedisAddress" + hosts;
    }
}
