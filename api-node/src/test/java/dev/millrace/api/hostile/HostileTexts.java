package dev.millrace.api.hostile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts that have broken other programs. */
final class HostileTexts {
    /** Any characters but lone surrogates, which have no UTF-8. */
    static final List<String> ALL = List.of(
            "",
            " ",
            "\0",
            "a\0b",
            "\u0001",
            "\u001b[2J",
            "\t",
            "a\r\nX-Injected: 1",
            "\u007f",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "\uFFFE\uFFFF",
            "\u202Egnp.exe",
            "e\u0301\u0301\u0301",
            "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
            "\uFDFA".repeat(18),
            "\u0130\u0131\u017F\u212A",
            "\uFF0E\uFF0E\uFF0F",
            "\u0661\u0662",
            "..",
            "../../../../etc/passwd",
            "..\\..\\windows",
            "/",
            "//localhost/x",
            "a/b~c",
            "%",
            "%00",
            "%zz",
            "%25%32%66",
            "+",
            "*",
            "?a=b&c",
            "#",
            ";a=b",
            "'; DROP TABLE job; --",
            "\" OR 1=1",
            "\\",
            "{\"$ne\":null}",
            "${jndi:ldap://127.0.0.1:1/x}",
            "{{text}}",
            "<script>alert(1)</script>",
            "$(reboot)`reboot`",
            "null",
            "NaN",
            "Infinity",
            "-0",
            "-1",
            "1.5",
            "1e400",
            "1e999999999",
            "0x10",
            "9".repeat(400),
            "9223372036854775807",
            "-9223372036854775809",
            "99999999999999d",
            "00000000-0000-0000-0000-000000000000",
            "0-0-0-0-0",
            "x".repeat(5_000),
            "\u00fc".repeat(700));

    private HostileTexts() {}

    /** Every byte of the text's UTF-8 escaped. */
    static String escaped(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return IntStream.range(0, bytes.length)
                .mapToObj(i -> String.format("%%%02X", bytes[i]))
                .collect(Collectors.joining());
    }
}
