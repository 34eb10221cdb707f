package dev.millrace.api.fuzz;

import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values that nobody should send. */
final class Junk {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\0",
            "\u0001\u001b[31m",
            "\uFEFF",
            "\u202Ereversed",
            "\uD83D\uDE00",
            "é".repeat(300),
            "x".repeat(5_000),
            "../../etc/passwd",
            "'; DROP TABLE job; --",
            "%",
            "%00",
            "{{name}}",
            "null",
            "-1",
            "1e9",
            "NaN",
            "99999999999999999999",
            "00000000-0000-0000-0000-000000000000",
            "a=b",
            "=",
            "a,b",
            "&limit=1",
            "2024-02-30T25:61:61Z",
            "+999999999-12-31T23:59:59Z",
            "1d1d",
            "9223372036854775807d",
            "0s");

    private static final List<String> DOCUMENTS = List.of(
            "null",
            "true",
            "-0",
            "0",
            "-1",
            "1.5",
            "1e400",
            "2147483648",
            "9223372036854775808",
            "[]",
            "{}",
            "[[[[[[[[]]]]]]]]",
            "{\"\":{\"\":{}}}",
            "{\"a\\u0000b\":1}",
            "\"\\ud800\"");

    private static final List<String> BODIES = List.of(
            "",
            " ",
            "{",
            "[",
            "nul",
            "\"",
            "{\"tool\":\"anything\",\"tool\":\"echo\"}",
            "{\"tool\":\"anything\"} {\"tool\":\"anything\"}",
            "[".repeat(20_000),
            "{\"a\":".repeat(5_000),
            "\uFEFF{}",
            "{\"tool\":\"any\\u0000thing\"}",
            "a: &a [*a, *a]",
            "---\n---\n",
            "\n\n\n",
            "1".repeat(10_000));

    /** What nobody's encoder makes of a query, though a URI may hold it. */
    private static final List<String> SPLINTERS = List.of(
            "&",
            "&&",
            "=",
            "&=",
            "==",
            ";",
            "+",
            "?",
            "/",
            ":",
            ",",
            "%00",
            "%FF",
            "%C3",
            "%ED%A0%80",
            "%26",
            "%3D",
            "x");

    private Junk() {}

    static String text(RandomGenerator random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    static JsonNode document(JsonMapper json, RandomGenerator random) {
        return random.nextBoolean()
                ? json.valueToTree(text(random))
                : json.readTree(DOCUMENTS.get(random.nextInt(DOCUMENTS.size())));
    }

    /** A query with something in it that does not belong there, or that breaks off. */
    static String spoilt(String query, RandomGenerator random) {
        int at = random.nextInt(query.length() + 1);
        // In the middle of a percent-encoded octet it would be no URI any more.
        int percent = query.lastIndexOf('%', at);
        int place = percent >= 0 && at - percent < 3 ? percent : at;
        return query.substring(0, place)
                + SPLINTERS.get(random.nextInt(SPLINTERS.size()))
                + (random.nextInt(3) == 0 ? "" : query.substring(place));
    }

    static String body(RandomGenerator random) {
        return BODIES.get(random.nextInt(BODIES.size()));
    }
}
