package dev.millrace.api.http.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.config.ConfigurationException;
import dev.millrace.model.config.Environment;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code MILLRACE_TRUSTED_PROXIES}, and what those say. */
class RequestAddressTest {
    private static final Map<String, List<String>> FORWARDED = Map.of(
            "X-Forwarded-Prefix", List.of("/millrace/"),
            "X-Forwarded-Proto", List.of("https"),
            "X-Forwarded-Host", List.of("Jobs.Example"),
            "X-Forwarded-Port", List.of("8443"));

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "127.0.0.1, ::1, false",
        "'10.0.0.0/8, 192.168.7.0/24', 10.200.3.4, true",
        "'10.0.0.0/8 ,192.168.7.0/24,', 192.168.7.255, true",
        "'10.0.0.0/8,192.168.7.0/24', 192.168.8.0, false",
        "'10.0.0.0/8,192.168.7.0/24', 11.0.0.0, false",
        "10.0.0.5, ::ffff:10.0.0.5, true",
        "::ffff:10.0.0.5, 10.0.0.5, true",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "::1, ::1, true",
        "fd00::/8, fd12:3456::1, true",
        "fd00::/8, fe80::1, false",
        "2001:db8::/33, 2001:db8:7fff::, true",
        "2001:db8::/33, 2001:db8:8000::, false",
        "2001:DB8::7/128, 2001:db8::7, true"
    })
    void onlyTrustedAddresses_areBelieved(String proxies, String peer, boolean believed) throws UnknownHostException {
        PublicAddress address = addresses(Map.of("MILLRACE_TRUSTED_PROXIES", proxies))
                .of(InetAddress.getByName(peer), headers(FORWARDED));
        assertEquals(believed ? "https://jobs.example:8443/millrace" : "/", address.url());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "proxy.example",
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0/24",
                "10.0.0.256",
                "010.0.0.1",
                "10.0.0.1-10.0.0.9",
                "10.*.0.1",
                "fd00::/129",
                "fe80::1/64",
                "::ffff:10.0.0.0/104",
                "[::1]",
                "fe80::1%eth0",
                ":",
                "1:2:3",
                "127.0.0.1;10.0.0.1"
            })
    void whatIsNoAddress_isRefusedAtStart(String proxy) {
        Environment environment = new Environment(Map.of("MILLRACE_TRUSTED_PROXIES", "127.0.0.1, " + proxy));
        AddressSettings.from(environment);
        ConfigurationException refused = assertThrows(ConfigurationException.class, environment::check);
        assertEquals(1, refused.problems().size(), refused.getMessage());
    }

    @Test
    void setting_winsOverWhatAProxySays() throws UnknownHostException {
        RequestAddress addresses =
                addresses(Map.of("MILLRACE_PUBLIC_URL", "https://h/one", "MILLRACE_TRUSTED_PROXIES", "0.0.0.0/0"));
        assertEquals(
                "https://h/one", addresses.of(loopback(), headers(FORWARDED)).url());
        assertEquals("https://h/one", addresses.of(null, headers(Map.of())).url());
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', '', '', /",
        "/, '', '', '', /",
        "/a/b, '', '', '', /a/b",
        "/a, https, '', 8443, /a",
        "/a, https, h:8443, 443, https://h:8443/a",
        "'', https, h, 443, https://h",
        "'', HTTP, h, 443, http://h:443",
        "'', '', h, '', http://h",
        "/a, https, [::1]:7, '', https://[::1]:7/a"
    })
    void headers_sayPartOrAll(String prefix, String proto, String host, String port, String url)
            throws UnknownHostException {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("X-Forwarded-Prefix", List.of(prefix));
        headers.put("X-Forwarded-Proto", List.of(proto));
        headers.put("X-Forwarded-Host", List.of(host));
        headers.put("X-Forwarded-Port", List.of(port));
        assertEquals(url, trusting().of(loopback(), headers(headers)).url());
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-Prefix, millrace",
        "X-Forwarded-Prefix, //evil.example",
        "X-Forwarded-Prefix, /a//b",
        "X-Forwarded-Prefix, /a/../b",
        "X-Forwarded-Prefix, /..",
        "X-Forwarded-Prefix, /%2e%2e",
        "X-Forwarded-Prefix, /a b",
        "X-Forwarded-Prefix, '/a, /b'",
        "X-Forwarded-Prefix, https://evil.example/a",
        "X-Forwarded-Prefix, javascript:alert(1)",
        "X-Forwarded-Prefix, '/\"><script>'",
        "X-Forwarded-Prefix, /a;b",
        "X-Forwarded-Prefix, /a?b",
        "X-Forwarded-Prefix, /a\\b",
        "X-Forwarded-Prefix, '/$0'",
        "X-Forwarded-Proto, javascript",
        "X-Forwarded-Proto, 'https,http'",
        "X-Forwarded-Proto, 'https '",
        "X-Forwarded-Host, 'a,b'",
        "X-Forwarded-Host, a b",
        "X-Forwarded-Host, a/b",
        "X-Forwarded-Host, me@a",
        "X-Forwarded-Host, a:99999",
        "X-Forwarded-Host, 'a\"'",
        "X-Forwarded-Host, https://a",
        "X-Forwarded-Port, 0",
        "X-Forwarded-Port, +80",
        "X-Forwarded-Port, '80,80'",
        "X-Forwarded-Port, 65536"
    })
    void whatCannotBe_isRefused_andNotRepeated(String name, String value) {
        assertRefused(name, List.of(value));
    }

    @Test
    void lineEnds_lengthAndSecondHeaders_areRefused() {
        assertRefused("X-Forwarded-Prefix", List.of("/a\r\nSet-Cookie: b"));
        assertRefused("X-Forwarded-Prefix", List.of("/a\n"));
        assertRefused("X-Forwarded-Prefix", List.of("/" + "x".repeat(200)));
        assertRefused("X-Forwarded-Prefix", List.of("/a", "/b"));
        assertRefused("X-Forwarded-Host", List.of("x".repeat(254)));
        assertRefused("X-Forwarded-Host", List.of("a\n"));
        assertRefused("X-Forwarded-Proto", List.of("https", "https"));
        assertRefused("X-Forwarded-Port", List.of("8".repeat(10_000)));
    }

    private static void assertRefused(String name, List<String> values) {
        MillraceException refused =
                assertThrows(MillraceException.class, () -> trusting().of(loopback(), headers(Map.of(name, values))));
        assertEquals(ErrorCode.MALFORMED_REQUEST, refused.code());
        String message = String.valueOf(refused.getMessage());
        values.forEach(value -> assertFalse(message.contains(value), message));
    }

    private static RequestAddress trusting() {
        return addresses(Map.of("MILLRACE_TRUSTED_PROXIES", "127.0.0.1"));
    }

    private static RequestAddress addresses(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        AddressSettings settings = AddressSettings.from(environment);
        environment.check();
        return new RequestAddress(settings);
    }

    private static InetAddress loopback() throws UnknownHostException {
        return InetAddress.getByName("127.0.0.1");
    }

    private static java.util.function.Function<String, List<String>> headers(Map<String, List<String>> all) {
        return name -> all.getOrDefault(name, List.of());
    }
}
