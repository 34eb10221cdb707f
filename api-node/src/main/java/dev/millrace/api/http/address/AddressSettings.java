package dev.millrace.api.http.address;

import dev.millrace.model.config.Environment;
import dev.millrace.model.config.Setting;
import java.util.Arrays;

/**
 * The operator's settings for proxies in front of this node.
 *
 * @param publicUrl the public address; {@link PublicAddress#ROOT} when it is not set, and then trusted proxies may name
 *     it
 */
public record AddressSettings(PublicAddress publicUrl, TrustedProxies proxies) {
    public static final AddressSettings NONE = new AddressSettings(PublicAddress.ROOT, TrustedProxies.NONE);

    static final String URL_FORM = "http(s)://host[:port][/path]";
    static final String PROXIES_FORM = "write addresses and blocks like 127.0.0.1, 10.0.0.0/8, ::1 or fd00::/8";

    /** Reads the environment. Errors are noted in it for the caller to check. */
    public static AddressSettings from(Environment environment) {
        return new AddressSettings(
                environment.value(
                        new Setting(
                                "MILLRACE_PUBLIC_URL",
                                URL_FORM,
                                "",
                                "Where callers find the API, if a proxy is between; all links are made with it"),
                        PublicAddress.ROOT,
                        PublicAddress::parse),
                environment.value(
                        new Setting(
                                "MILLRACE_TRUSTED_PROXIES",
                                "addresses and CIDR blocks separated by commas",
                                "",
                                "Proxies whose X-Forwarded-Prefix, -Proto, -Host and -Port are believed"),
                        TrustedProxies.NONE,
                        text -> new TrustedProxies(Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .filter(part -> !part.isEmpty())
                                .toList())));
    }

    /** Whether the public address is the root for every request. */
    public boolean isEmpty() {
        return publicUrl.equals(PublicAddress.ROOT) && proxies.isEmpty();
    }

    /** Whether a setting, and not the request, names the public address. */
    boolean isFixed() {
        return publicUrl.origin() != null;
    }
}
