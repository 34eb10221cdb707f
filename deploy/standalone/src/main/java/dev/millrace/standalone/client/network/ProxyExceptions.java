package dev.millrace.standalone.client.network;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Servers that are reached without a proxy.
 *
 * @param list hosts, domains, addresses and networks ({@code 10.0.0.0/8}), separated by commas; {@code *} for all
 */
record ProxyExceptions(String list) {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*");

    boolean contains(URI server) {
        String host = ProxyVariables.bare(server.getHost()).toLowerCase(Locale.ROOT);
        if (host.equals("localhost") || host.endsWith(".localhost") || isLoopback(host)) {
            return true;
        }
        return Arrays.stream(list.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .anyMatch(entry -> names(entry, host, port(server)));
    }

    /** The scheme's own where the address has none: so {@code host:443} is an exception for {@code https://host}. */
    private static int port(URI server) {
        if (server.getPort() >= 0) {
            return server.getPort();
        }
        return "https".equalsIgnoreCase(server.getScheme()) ? 443 : 80;
    }

    private static boolean names(String entry, String host, int port) {
        if (entry.isEmpty() || entry.equals("*")) {
            return !entry.isEmpty();
        }
        int slash = entry.indexOf('/');
        if (slash > 0) {
            return isIn(host, entry.substring(0, slash), entry.substring(slash + 1));
        }
        String named = entry.replaceFirst("^[*]?[.]", "");
        if (named.endsWith(":" + port) && !isAddress(named)) {
            named = named.substring(0, named.lastIndexOf(':'));
        }
        named = ProxyVariables.bare(named);
        return host.equals(named) || (!isAddress(host) && host.endsWith("." + named));
    }

    private static boolean isIn(String host, String network, String prefix) {
        if (!isAddress(host) || !isAddress(network) || !prefix.matches("[0-9]{1,3}")) {
            return false;
        }
        byte[] address = bytes(host);
        byte[] start = bytes(network);
        int bits = Integer.parseInt(prefix);
        if (address.length != start.length || bits > 8 * address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLoopback(String host) {
        byte[] address = isAddress(host) ? bytes(host) : new byte[0];
        return address.length == 4 ? address[0] == 127 : address.length > 0 && host.equals("::1");
    }

    private static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** Of a literal, so that nothing is looked up; empty where it is none after all. */
    private static byte[] bytes(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }
}
