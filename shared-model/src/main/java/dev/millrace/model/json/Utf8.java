package dev.millrace.model.json;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 strictly, since a decoder that replaces what it cannot read changes the document behind our back. */
public final class Utf8 {
    static final String BYTE_ORDER_MARK = "\uFEFF";

    private Utf8() {}

    /**
     * The text without a byte order mark in front of it.
     *
     * @throws MillraceException {@code MALFORMED_REQUEST} saying where it is not UTF-8
     */
    public static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new MillraceException(
                    ErrorCode.MALFORMED_REQUEST,
                    "The document is not UTF-8: line " + line(bytes, in.position())
                            + " has a broken byte sequence at byte " + in.position() + " of the document.");
        }
        decoder.flush(out);
        String text = out.flip().toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private static int line(byte[] bytes, int end) {
        int line = 1;
        for (int i = 0; i < end; i++) {
            if (bytes[i] == '\n') {
                line++;
            }
        }
        return line;
    }
}
