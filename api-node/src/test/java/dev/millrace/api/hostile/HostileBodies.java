package dev.millrace.api.hostile;

import dev.millrace.api.hostile.RawRequest.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Bodies for the routes that take one: every key with every wrong value, and documents that are none. */
final class HostileBodies {
    private static final String JOBS = "/api/v1/jobs";
    private static final String TOOL = "/api/v1/tools/hostile";

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-0",
            "-1",
            "1.5",
            "1e2",
            "1e400",
            "-1e400",
            "1e-400",
            "1e999999999",
            "1E-999999999",
            "9".repeat(400),
            "0." + "9".repeat(400),
            "123456789012345678901234567890",
            "2147483648",
            "-2147483649",
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\u001f\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "\"\u202e\"",
            "\"\u0000\"",
            "\"\n\"",
            "\"\\x\"",
            "\"{{tool}}\"",
            "\"" + "x".repeat(100_000) + "\"",
            "[]",
            "[[]]",
            "[null]",
            "[1,\"\",{}]",
            "{}",
            "{\"\":\"\"}",
            "{\"a\":1}",
            "{\"a\":{\"a\":{\"a\":null}}}",
            "{\"\\u0000\":1}",
            "{\"\\ud800\":1}",
            "{\"a\":1,\"a\":1}",
            "{\"__proto__\":{}}",
            "{\"$ref\":\"#\"}",
            "[" + "1,".repeat(20_000) + "1]",
            "[".repeat(101) + "]".repeat(101),
            "{\"a\":".repeat(99) + "1" + "}".repeat(99),
            "[".repeat(10_000) + "]".repeat(10_000),
            "\"9999-99-99T99:99:99Z\"",
            "\"99999999999999999999d\"",
            "\"+1000000000-01-01T00:00:00Z\"",
            "\"1s\"",
            "NaN",
            "Infinity",
            "01",
            "+1",
            ".5",
            "1.",
            "'x'",
            "undefined");

    private static final List<String> JOB_KEYS = List.of(
            "tool",
            "parameters",
            "queue",
            "priority",
            "runAt",
            "delay",
            "timeout",
            "maxAttempts",
            "labels",
            "unique",
            "unknown",
            "");

    private static final List<String> TOOL_DOCUMENTS = List.of(
            "{\"run\":{\"command\":[\"echo\"]},\"name\":%s}",
            "{\"run\":{\"command\":[\"echo\"]},\"description\":%s}",
            "{\"run\":{\"command\":[\"echo\"]},\"tags\":%s}",
            "{\"run\":{\"command\":[\"echo\"]},\"tags\":[%s]}",
            "{\"run\":{\"command\":[\"echo\"]},\"parameters\":%s}",
            "{\"run\":{\"command\":[\"echo\"]},\"parameters\":{\"type\":\"object\",\"properties\":%s}}",
            "{\"run\":{\"command\":[\"echo\"]},\"parameters\":{\"type\":\"object\",\"properties\":{\"a\":{\"default\":%s}}}}",
            "{\"run\":{\"command\":[\"echo\"]},\"parameters\":{\"type\":\"object\",\"properties\":{\"a\":{\"maximum\":%s}}}}",
            "{\"run\":{\"command\":[\"echo\"]},\"parameters\":{\"type\":\"object\",\"properties\":{\"a\":{\"multipleOf\":%s}}}}",
            "{\"run\":{\"command\":[\"echo\"]},\"parameters\":{\"type\":\"object\",\"properties\":{\"a\":{\"pattern\":%s}}}}",
            "{\"run\":{\"command\":[\"echo\"]},\"parameters\":{\"type\":\"object\",\"$ref\":%s}}",
            "{\"run\":{\"command\":[\"echo\"]},\"parameters\":{\"type\":\"object\",\"required\":%s}}",
            "{\"run\":{\"command\":[\"echo\"]},\"result\":%s}",
            "{\"run\":%s}",
            "{\"run\":{\"command\":%s}}",
            "{\"run\":{\"command\":[%s]}}",
            "{\"run\":{\"command\":[\"echo\",%s]}}",
            "{\"run\":{\"command\":[\"echo\"],\"environment\":%s}}",
            "{\"run\":{\"command\":[\"echo\"],\"environment\":{\"A\":%s}}}",
            "{\"run\":{\"command\":[\"echo\"]},\"timeout\":%s}",
            "{\"run\":{\"command\":[\"echo\"]},\"grace\":%s}",
            "{\"run\":{\"command\":[\"echo\"]},\"retry\":%s}",
            "{\"run\":{\"command\":[\"echo\"]},\"retry\":{\"maxAttempts\":%s,\"onExit\":[%1$s]}}",
            "{\"run\":{\"command\":[\"echo\"]},\"retry\":{\"backoff\":{\"factor\":%s,\"jitter\":%1$s,\"max\":%1$s}}}",
            "{\"run\":{\"command\":[\"echo\"]},\"unique\":%s}",
            "{\"run\":{\"command\":[\"echo\"]},\"unique\":{\"by\":[%s],\"while\":%1$s}}",
            "{\"run\":{\"command\":[\"echo\"]},\"queue\":%s,\"priority\":%1$s}");

    private static final List<String> YAML = List.of(
            "",
            "---",
            "--- 1\n--- 2",
            "a: &a [*a]",
            "run: !!java.lang.Runtime []",
            "!!javax.script.ScriptEngineManager []",
            "run: {command: [echo], command: [echo]}",
            "run:\n\tcommand: [echo]",
            "%YAML 9.9\n---\na: 1",
            "? [a]\n: b",
            "<<: *x",
            "a: !!binary gIGC",
            "run: {command: [.nan, .inf, 0o17, 0x1F, 1_000, 2001-01-01]}",
            "\u0000",
            "a: \"\\0\"",
            "a: \"\\ud800\"",
            "[".repeat(10_000),
            "- ".repeat(10_000),
            "a: ".repeat(10_000),
            "{a: ".repeat(5_000),
            "&a ".repeat(5_000),
            "x: &a [1]\n" + "y: [*a]\n".repeat(20_000),
            bomb(),
            "#".repeat(1 << 20),
            "a: |\n" + " x\n".repeat(200_000),
            "'",
            "\"",
            "|",
            "@",
            "`");

    private HostileBodies() {}

    static List<RawRequest> all() {
        List<RawRequest> requests = new ArrayList<>();
        for (String value : VALUES) {
            requests.add(RawRequest.json("POST", JOBS, value));
            requests.add(RawRequest.json("PUT", TOOL, value));
            for (String key : JOB_KEYS) {
                String others = key.equals("tool") ? "" : "\"tool\":\"anything\",";
                requests.add(RawRequest.json("POST", JOBS, "{" + others + "\"" + key + "\":" + value + "}"));
            }
            requests.add(RawRequest.json("POST", JOBS, "{\"tool\":\"anything\",\"labels\":{\"a\":" + value + "}}"));
            requests.add(
                    RawRequest.json("POST", JOBS, "{\"tool\":\"anything\",\"parameters\":{\"a\":[" + value + "]}}"));
            for (String document : TOOL_DOCUMENTS) {
                requests.add(RawRequest.json("PUT", TOOL, document.formatted(value)));
            }
            requests.add(yaml(TOOL_DOCUMENTS.get(5).formatted(value)));
        }
        for (String text : HostileTexts.ALL) {
            requests.add(RawRequest.json("POST", JOBS, text));
        }
        YAML.forEach(document -> requests.add(yaml(document)));
        for (byte[] body : unreadable()) {
            requests.add(RawRequest.withBody("POST", JOBS, body, Outcome.REFUSED, "Content-Type: application/json"));
            requests.add(RawRequest.withBody("PUT", TOOL, body, Outcome.REFUSED, "Content-Type: application/yaml"));
            requests.add(RawRequest.withBody("PUT", TOOL, body, Outcome.REFUSED, "Content-Type: application/json"));
        }
        return requests;
    }

    private static RawRequest yaml(String document) {
        return RawRequest.withBody(
                "PUT", TOOL, RawRequest.utf8(document), Outcome.ANSWERED, "Content-Type: application/yaml");
    }

    private static List<byte[]> unreadable() {
        String job = "{\"tool\":\"anything\",\"run\":{\"command\":[\"echo\"]},\"description\":\"\u00fc\"}";
        return List.of(
                job.getBytes(StandardCharsets.ISO_8859_1),
                job.getBytes(StandardCharsets.UTF_16),
                job.getBytes(StandardCharsets.UTF_16LE),
                gzip(RawRequest.utf8(job)),
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'},
                new byte[70_000],
                RawRequest.utf8("{\"a\":".repeat(10_000)),
                RawRequest.utf8("{".repeat(200_000)),
                RawRequest.utf8(job.substring(0, job.length() - 1)),
                RawRequest.utf8(" ".repeat(1 << 20)),
                RawRequest.utf8(" ".repeat((1 << 20) + 1)),
                RawRequest.utf8("\"" + "x".repeat(3 << 20)));
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Nine levels of aliases that stand for nine of the level before. */
    private static String bomb() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 10; i++) {
            yaml.append(
                    "a%d: &a%1$d [%s]%n".formatted(i, "*a%d,".formatted(i - 1).repeat(9)));
        }
        return yaml.toString();
    }
}
