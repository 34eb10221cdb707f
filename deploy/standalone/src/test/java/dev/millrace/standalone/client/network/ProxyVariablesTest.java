package dev.millrace.standalone.client.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.standalone.client.exit.ClientException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyVariablesTest {
    private static String proxy(String server, Map<String, String> environment) {
        return new ProxyVariables(environment)
                .of(URI.create(server))
                .map(ProxyVariables.Proxy::toString)
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource({
        "http_proxy,  http://h,        http://p:3128",
        "HTTP_PROXY,  http://h,        http://p:3128",
        "https_proxy, https://h,       http://p:3128",
        "HTTPS_PROXY, https://h,       http://p:3128",
        "ALL_PROXY,   https://h,       http://p:3128",
        "all_proxy,   http://h,        http://p:3128",
        "HTTP_PROXY,  https://h,       none",
        "HTTPS_PROXY, http://h,        none",
        "HTTP_PROXY,  http://localhost:8080, none",
        "ALL_PROXY,   http://127.1.2.3, none",
        "ALL_PROXY,   'http://[::1]:8080', none",
        "ALL_PROXY,   'http://[fd00::1]:8080', http://p:3128"
    })
    void aVariable_isForItsScheme_andNeverForThisMachine(String name, String server, String proxy) {
        assertEquals(proxy, proxy(server, Map.of(name, "http://p:3128/")));
    }

    @ParameterizedTest
    @CsvSource({
        "p:8, http://p:8",
        "http://p, http://p:80",
        "HTTP://p:8, http://p:8",
        "'http://[fd00::2]:8', http://fd00::2:8",
        "' ', none"
    })
    void anAddress_hasManySpellings(String text, String proxy) {
        assertEquals(proxy, proxy("http://h", Map.of("http_proxy", text)));
    }

    @Test
    void theSchemesOwnVariable_winsOverThatForAll_andLowerCaseOverUpper() {
        assertEquals(
                "http://a:1", proxy("http://h", Map.of("http_proxy", "a:1", "HTTP_PROXY", "b:1", "all_proxy", "c:1")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h.example.org    | http://h.example.org",
                "example.org      | http://h.example.org",
                ".example.org     | http://h.example.org",
                "*.EXAMPLE.org    | http://h.example.org",
                "a, example.org,b | http://h.example.org",
                "*                | http://h.example.org",
                "example.org:8080 | http://h.example.org:8080",
                "example.org:80   | http://h.example.org",
                "example.org:443  | https://h.example.org",
                "10.0.0.0/8       | http://10.1.2.3:8080",
                "10.1.2.3         | http://10.1.2.3",
                "fd00::/8         | http://[fd00::1]:1",
                "[fd00::1]        | http://[fd00::1]:1"
            })
    void anExceptedServer_isReachedDirectly(String exceptions, String server) {
        assertEquals("none", proxy(server, Map.of("ALL_PROXY", "p:1", "NO_PROXY", exceptions)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ample.org        | http://h.example.org",
                "example.org:81   | http://h.example.org:8080",
                "example.org:443  | http://h.example.org",
                "example.org:80   | http://h.example.org:8080",
                "11.0.0.0/8       | http://10.1.2.3",
                "10.0.0.0/99      | http://10.1.2.3",
                "1.2.3            | http://10.1.2.3",
                "''               | http://h"
            })
    void anotherServer_isNot(String exceptions, String server) {
        assertEquals("http://p:1", proxy(server, Map.of("http_proxy", "p:1", "no_proxy", exceptions)));
    }

    @Test
    void credentials_areDecoded_andNotShown() {
        ProxyVariables.Proxy proxy = new ProxyVariables(Map.of("http_proxy", "http://an%40n:p%3As+s@p:1"))
                .of(URI.create("http://h"))
                .orElseThrow();

        assertEquals(new Credentials("an@n", "p:s+s"), proxy.credentials().orElseThrow());
        assertFalse(proxy.credentials().toString().contains("s+s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://u:secret@h:1", "https://u:secret@h:1", "http://u:secret@", "http://u:sec ret@h"})
    void whatCannotBeUsed_isNamed_withoutItsPassword(String text) {
        ClientException failure =
                assertThrows(ClientException.class, () -> proxy("http://h", Map.of("ALL_PROXY", text)));

        assertTrue(String.valueOf(failure.getMessage()).startsWith("ALL_PROXY is no address"), failure.getMessage());
        assertFalse(String.valueOf(failure.getMessage()).contains("sec"), failure.getMessage());
    }
}
