package dev.millrace.api.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A request as bytes, so that it may break every rule.
 *
 * @param name shown with the test
 * @param head text of one byte a character
 * @param outcome what may come of it
 */
record RawRequest(String name, String head, byte[] body, Outcome outcome) {
    enum Outcome {
        /** Answered, well or with 4xx: whether the node takes it is not the point here. */
        ANSWERED,
        /** Answered with 4xx. */
        REFUSED,
        /** Answered with 4xx, or hung up on, as it is hardly HTTP. */
        REFUSED_OR_DROPPED
    }

    static RawRequest of(String method, String target, Outcome outcome, String... headers) {
        return withBody(method, target, new byte[0], outcome, headers);
    }

    /** Headers are whole lines. A body has its Content-Length. */
    static RawRequest withBody(String method, String target, byte[] body, Outcome outcome, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        String name = method + " " + target + " " + String.join(" | ", headers) + " "
                + new String(body, 0, Math.min(body.length, 100), StandardCharsets.UTF_8);
        return new RawRequest(name, head.toString(), body, outcome);
    }

    static RawRequest json(String method, String target, String body) {
        return withBody(method, target, utf8(body), Outcome.ANSWERED, "Content-Type: application/json");
    }

    /** The text as it stands is all that is sent. */
    static RawRequest verbatim(String text, Outcome outcome) {
        return new RawRequest("verbatim " + text, text, new byte[0], outcome);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    boolean isHead() {
        return head.startsWith("HEAD ");
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /** Short and printable. */
    @Override
    public String toString() {
        String shown = name.replaceAll("[^\\x20-\\x7e]", "?");
        return shown.length() > 120 ? shown.substring(0, 120) + "…(" + name.length() + ")" : shown;
    }
}
