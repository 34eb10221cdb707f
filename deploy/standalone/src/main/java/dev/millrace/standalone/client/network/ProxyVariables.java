package dev.millrace.standalone.client.network;

import dev.millrace.standalone.client.exit.ClientException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}, each in lower case as well, as other
 * programs read them: Java does not. This machine itself is never reached through a proxy.
 */
record ProxyVariables(Map<String, String> environment) {
    private static final int USUAL_PORT = 80;

    /**
     * The proxy for a server.
     *
     * @throws ClientException when it is of a kind that cannot be used, or no address
     */
    Optional<Proxy> of(URI server) {
        String scheme = String.valueOf(server.getScheme());
        for (String name : List.of(scheme + "_proxy", "all_proxy")) {
            for (String variable : List.of(name, name.toUpperCase(Locale.ROOT))) {
                String text = environment.getOrDefault(variable, "").strip();
                if (!text.isEmpty()) {
                    return isExcepted(server) ? Optional.empty() : Optional.of(parse(variable, text));
                }
            }
        }
        return Optional.empty();
    }

    private boolean isExcepted(URI server) {
        String list = environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
        return new ProxyExceptions(list).contains(server);
    }

    private static Proxy parse(String variable, String text) {
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
                int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
                return new Proxy(
                        InetSocketAddress.createUnresolved(bare(uri.getHost()), port),
                        Optional.ofNullable(uri.getRawUserInfo()).map(Credentials::ofUserInfo));
            }
        } catch (URISyntaxException | IllegalArgumentException notAnAddress) {
            // Said below, without the text: it may hold a password.
        }
        throw ClientException.usage(variable + " is no address of an HTTP proxy; write http://host:port");
    }

    /** An address of IPv6 without its brackets. */
    static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** A proxy that speaks HTTP. */
    record Proxy(InetSocketAddress address, Optional<Credentials> credentials) {
        @Override
        public String toString() {
            return "http://" + address.getHostString() + ":" + address.getPort();
        }
    }
}
