package dev.millrace.api.http.address;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Determines the public address of a request: the setting, else the address that a trusted proxy names, else the root.
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
     * Reads the headers of a request; believes them only from trusted proxies.
     *
     * @param peer address of the sender; null if unknown
     * @param headers the values of a header, one for each occurrence
     * @throws MillraceException MALFORMED_REQUEST if a trusted proxy names an impossible address: links would be wrong,
     *     and the operator of the proxy should know
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
            // The message does not repeat the value, which may be anything.
            throw new MillraceException(
                    ErrorCode.MALFORMED_REQUEST,
                    "The proxy's " + name + " is " + bad.getMessage() + ". It must set one value itself.",
                    bad);
        }
    }
}
