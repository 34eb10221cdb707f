package dev.millrace.api.http.answer;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Answers in plain text of any length, read part by part at the client's pace. */
public final class TextResponse {
    /** Approximate size of a part: the text of one row of a log. */
    private static final int PART = 256 * 1024;

    private TextResponse() {}

    /** A text in parts. A failure after the first sent bytes breaks the connection off. */
    @FunctionalInterface
    public interface Parts {
        /** @return the next part, which may be empty; null at the end */
        @Nullable
        String next();
    }

    /** @throws IOException never, as nothing is written yet */
    public static void write(Context ctx, Parts parts) throws IOException {
        ContentResponse.write(ctx, "text/plain;charset=utf-8", new PartStream(parts), PART);
    }

    private static final class PartStream extends InputStream {
        private final Parts parts;
        private byte @Nullable [] part = new byte[0];
        private int at;

        PartStream(Parts parts) {
            this.parts = parts;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            while (part != null && at == part.length) {
                @Nullable String text = parts.next();
                part = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
                at = 0;
            }
            if (part == null) {
                return -1;
            }
            int taken = Math.min(length, part.length - at);
            System.arraycopy(part, at, target, offset, taken);
            at += taken;
            return taken;
        }
    }
}
