package dev.millrace.api.http.request;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes a part of a query strictly. {@code +} is a blank; an incomplete escape or character is an error. */
final class PercentEncoding {
    private PercentEncoding() {}

    /** @throws MillraceException MALFORMED_REQUEST if it is not percent-encoded UTF-8, or holds a NUL */
    static String decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '%') {
                bytes.write(hex(text, at + 1) * 16 + hex(text, at + 2));
                at += 2;
            } else if (c > 127) {
                throw malformed();
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        return utf8(bytes.toByteArray());
    }

    private static int hex(String text, int at) {
        // Character.digit alone accepts digits of every script.
        if (at >= text.length() || text.charAt(at) > 127 || Character.digit(text.charAt(at), 16) < 0) {
            throw malformed();
        }
        return Character.digit(text.charAt(at), 16);
    }

    private static String utf8(byte[] bytes) {
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (decoded.indexOf('\0') >= 0) {
                throw new MillraceException(ErrorCode.MALFORMED_REQUEST, "The query holds a NUL character.");
            }
            return decoded;
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static MillraceException malformed() {
        return new MillraceException(ErrorCode.MALFORMED_REQUEST, "The query is not percent-encoded UTF-8.");
    }
}
