package dev.millrace.standalone.client.server;

import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.network.Credentials;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the API is: {@code --url}, else {@code MILLRACE_URL}, else this machine.
 *
 * @param base without a slash at the end, and without user and password
 * @param credentials for whatever stands before the API and asks for them
 */
public record ServerAddress(URI base, Optional<Credentials> credentials) {
    public static final String VARIABLE = "MILLRACE_URL";
    public static final String DEFAULT = "http://127.0.0.1:8080";

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final String LINKS = "/api/";

    /**
     * Reads it.
     *
     * @param option what {@code --url} says
     * @throws ClientException when the text is no http or https address
     */
    public static ServerAddress of(@Nullable String option, Map<String, String> environment) {
        if (option != null) {
            return parse("--url", option);
        }
        String variable = environment.getOrDefault(VARIABLE, "");
        return parse(VARIABLE, variable.isBlank() ? DEFAULT : variable);
    }

    private static ServerAddress parse(String source, String text) {
        try {
            URI address = URI.create(text.strip().replaceFirst("/+$", ""));
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            if (address.getHost() != null
                    && SCHEMES.contains(scheme)
                    && address.getQuery() == null
                    && address.getFragment() == null) {
                String port = address.getPort() < 0 ? "" : ":" + address.getPort();
                return new ServerAddress(
                        URI.create(scheme + "://" + address.getHost() + port + address.getRawPath()),
                        Optional.ofNullable(address.getRawUserInfo()).map(Credentials::ofUserInfo));
            }
        } catch (IllegalArgumentException notAUri) {
            // Said below.
        }
        String shown = text.contains("@") ? "" : ": " + text;
        throw ClientException.usage(source + " is no address of a server" + shown + "; write http://host:port");
    }

    URI of(RequestPath path) {
        return URI.create(base + path.toString());
    }

    /** The whole address of a link, whether the server knows the path under which it is reached or not. */
    public String of(String link) {
        if (link.contains("://")) {
            return link;
        }
        String prefix = base.getRawPath();
        return link.startsWith(prefix + LINKS) ? base.resolve(link).toString() : base + link;
    }
}
