package dev.millrace.api.http.address;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says where the caller of a request finds this node: where the setting says; else where the proxy says that has passed the
 * request on, if it is trusted; else at the root.
 */
public final class RequestAddress {
    private static final String PREFIX = "X-Forwarded-Prefix";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final String HOST = "X-Forwarded-Host";
    private static final String PORT = "X-Forwarded-Port";

    private final AddressSettings settings;

    public RequestAddress(AddressSettings settings) {
        this.settings = settings;
    }

    /**
     * Reads the headers of a request, as far as they are to be believed.
     *
     * @param peer who has sent it; null if nobody knows
     * @param headers the values of a header, one for each time that it stands there
     * @throws MillraceException MALFORMED_REQUEST if a trusted proxy says something that cannot be: links would lead
     *     astray, and whoever looks after the proxy should know
     */
    public PublicAddress of(@Nullable InetAddress peer, Function<String, List<String>> headers) {
        if (settings.isFixed()) {
            return settings.publicUrl();
        }
        if (peer == null || !settings.proxies().include(peer)) {
            return PublicAddress.ROOT;
        }
        String path = read(headers, PREFIX, PublicAddress::path).orElse("");
        String scheme = read(headers, PROTO, PublicAddress::scheme).orElse("http");
        Integer port = read(headers, PORT, PublicAddress::port).orElse(null);
        Optional<String> origin = read(headers, HOST, host -> PublicAddress.origin(scheme, host, port));
        return new PublicAddress(origin.orElse(null), path);
    }

    private static <T> Optional<T> read(
            Function<String, List<String>> headers, String name, Function<String, T> parser) {
        List<String> values = headers.apply(name);
        if (values.isEmpty() || values.equals(List.of(""))) {
            return Optional.empty();
        }
        try {
            if (values.size() > 1) {
                throw new IllegalArgumentException("more than one");
            }
            return Optional.of(parser.apply(values.get(0)));
        } catch (IllegalArgumentException bad) {
            // The value is not repeated: it may be anything.
            throw new MillraceException(
                    ErrorCode.MALFORMED_REQUEST,
                    "The proxy's " + name + " is " + bad.getMessage() + ". It must set one value itself.",
                    bad);
        }
    }
}
