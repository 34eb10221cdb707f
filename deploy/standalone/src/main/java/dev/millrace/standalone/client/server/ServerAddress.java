package dev.millrace.standalone.client.server;

import dev.millrace.standalone.client.exit.ClientException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the API is: {@code --url}, else {@code MILLRACE_URL}, else this machine. */
public final class ServerAddress {
    public static final String VARIABLE = "MILLRACE_URL";
    public static final String DEFAULT = "http://127.0.0.1:8080";

    private static final Set<String> SCHEMES = Set.of("http", "https");

    private ServerAddress() {}

    /**
     * @param option what {@code --url} says
     * @return without a slash at the end
     * @throws ClientException when the text is no http or https address
     */
    public static URI of(@Nullable String option, Map<String, String> environment) {
        if (option != null) {
            return parse("--url", option);
        }
        String variable = environment.getOrDefault(VARIABLE, "");
        return variable.isBlank() ? URI.create(DEFAULT) : parse(VARIABLE, variable);
    }

    private static URI parse(String source, String text) {
        try {
            URI address = URI.create(text.strip().replaceFirst("/+$", ""));
            if (address.getHost() != null
                    && SCHEMES.contains(address.getScheme())
                    && address.getQuery() == null
                    && address.getFragment() == null) {
                return address;
            }
        } catch (IllegalArgumentException notAUri) {
            // Said below.
        }
        throw ClientException.usage(source + " is no address of a server: " + text + "; write http://host:port");
    }
}
