package dev.millrace.api.http.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.config.ConfigurationException;
import dev.millrace.model.config.Environment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code MILLRACE_PUBLIC_URL}. */
class PublicAddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://jobs.example, https://jobs.example, /x, jobs.example",
        "https://jobs.example/, https://jobs.example, /x, jobs.example",
        "HTTPS://Jobs.Example:443/Mill, https://jobs.example/Mill, /Mill/x, jobs.example",
        "http://jobs.example:80/a/b/, http://jobs.example/a/b, /a/b/x, jobs.example",
        "http://jobs.example:443/, http://jobs.example:443, /x, jobs.example",
        "http://10.0.0.7:8080/~me/mill.race_1, http://10.0.0.7:8080/~me/mill.race_1, /~me/mill.race_1/x, 10.0.0.7",
        "http://[::1]:8443/..., http://[::1]:8443/..., /.../x, [::1]",
        "https://my_proxy/millrace, https://my_proxy/millrace, /millrace/x, my_proxy"
    })
    void address_isTakenApart(String text, String url, String link, String host) {
        PublicAddress address = read(text);
        assertEquals(url, address.url());
        assertEquals(link, address.link("/x"));
        assertEquals(host, address.host());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs.example",
                "//jobs.example/millrace",
                "/millrace",
                "ftp://jobs.example",
                "javascript://jobs.example/alert(1)",
                "https://",
                "https:///millrace",
                "https://me@jobs.example",
                "https://me:secret@jobs.example/",
                "https://jobs.example:0",
                "https://jobs.example:65536",
                "https://jobs.example:",
                "https://jobs.example?a=b",
                "https://jobs.example/?a=b",
                "https://jobs.example/#a",
                "https://jobs.example//",
                "https://jobs.example/a//b",
                "https://jobs.example/a/./b",
                "https://jobs.example/a/..",
                "https://jobs.example/../a",
                "https://jobs.example/a b",
                "https://jobs.example/a%2fb",
                "https://jobs.example/a\"b",
                "https://jobs.example/a'b",
                "https://jobs.example/<b>",
                "https://jobs.example/\u00fc",
                "https://jobs.example/a\r\nSet-Cookie: b",
                "https://jobs example/",
                "https://jobs.example\\a",
                "https://[::1/"
            })
    void anythingElse_isRefusedAtStart(String text) {
        Environment environment = new Environment(Map.of("MILLRACE_PUBLIC_URL", text));
        assertEquals(PublicAddress.ROOT, AddressSettings.from(environment).publicUrl());
        ConfigurationException refused = assertThrows(ConfigurationException.class, environment::check);
        assertEquals(1, refused.problems().size(), refused.getMessage());
    }

    @Test
    void longPath_isRefused() {
        assertEquals(
                "https://h/" + "x".repeat(199),
                read("https://h/" + "x".repeat(199)).url());
        assertThrows(IllegalArgumentException.class, () -> PublicAddress.parse("https://h/" + "x".repeat(200)));
    }

    @Test
    void root_isAPath() {
        assertEquals(
                List.of("/", "/", "/x"),
                List.of(PublicAddress.ROOT.url(), PublicAddress.ROOT.root(), PublicAddress.ROOT.link("/x")));
    }

    private static PublicAddress read(String url) {
        Environment environment = new Environment(Map.of("MILLRACE_PUBLIC_URL", url));
        PublicAddress address = AddressSettings.from(environment).publicUrl();
        environment.check();
        return address;
    }
}
