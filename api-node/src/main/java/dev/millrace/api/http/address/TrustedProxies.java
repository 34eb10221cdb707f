package dev.millrace.api.http.address;

import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressSet;

/** The addresses of proxies whose headers on the public address are believed. */
public final class TrustedProxies {
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    /** Host names are refused: the address of a name can change. */
    private static final Pattern FORM =
            Pattern.compile("(?:" + BYTE + "(?:\\." + BYTE + "){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+)(?:/[0-9]{1,3})?");

    private final InetAddressSet addresses = new InetAddressSet();

    /**
     * Reads addresses and CIDR blocks, IPv4 and IPv6.
     *
     * @throws IllegalArgumentException naming the text that is neither
     */
    TrustedProxies(List<String> addressesAndBlocks) {
        for (String text : addressesAndBlocks) {
            try {
                if (!FORM.matcher(text).matches()) {
                    throw new IllegalArgumentException(text);
                }
                addresses.add(text);
            } catch (IllegalArgumentException bad) {
                throw new IllegalArgumentException(
                        "'" + text + "' is no address and no block; " + AddressSettings.PROXIES_FORM, bad);
            }
        }
    }

    boolean isEmpty() {
        return addresses.isEmpty();
    }

    boolean include(InetAddress address) {
        return addresses.test(address);
    }
}
