package dev.millrace.api.http.answer;

import dev.millrace.api.http.request.RequestHeaders;
import dev.millrace.api.http.transfer.GzipStream;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.jspecify.annotations.Nullable;

/** Compresses answers with gzip for callers that accept it. */
public final class Compression {
    /** An answer that fits in one packet gets no faster. */
    private static final int LEAST = 1_500;

    private static final int LEVEL = 6;

    /** Memory for one compressed stream: a window of 32 KiB and the tables of zlib's deflate. */
    static final int MEMORY = 256 * 1024;

    /** Prefixes of media types that are compressed already. SVG pictures are text and are not among them. */
    private static final List<String> DENSE = List.of(
            "image/",
            "audio/",
            "video/",
            "application/compress",
            "application/zip",
            "application/gzip",
            "application/bzip2",
            "application/brotli",
            "application/zstd",
            "application/x-xz",
            "application/x-rar-compressed");

    private static final String PICTURE_OF_TEXT = "image/svg+xml";

    private static final String FORBIDDEN = "millrace-compression-forbidden";

    private Compression() {}

    /** Sends this answer without compression. */
    public static void forbid(Context ctx) {
        ctx.attribute(FORBIDDEN, true);
    }

    /** Whether to compress the answer, by its present headers. */
    static boolean isWanted(Context ctx, long length) {
        return length >= LEAST
                && ctx.attribute(FORBIDDEN) == null
                && !ctx.res().containsHeader("Content-Encoding")
                && isWorthIt(ctx.res().getContentType())
                && takesGzip(ctx);
    }

    static byte[] compressed(byte[] plain) {
        try (InputStream compressed = stream(new ByteArrayInputStream(plain))) {
            return compressed.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param plain the content; closed with the returned stream */
    static InputStream stream(InputStream plain) {
        return new GzipStream(plain, LEVEL);
    }

    private static boolean isWorthIt(@Nullable String type) {
        return type == null
                || type.startsWith(PICTURE_OF_TEXT)
                || DENSE.stream().noneMatch(type::startsWith);
    }

    private static boolean takesGzip(Context ctx) {
        List<String> lines = RequestHeaders.all(ctx, "Accept-Encoding");
        if (lines.isEmpty()) {
            return false;
        }
        QuotedQualityCSV accepted = new QuotedQualityCSV();
        try {
            lines.forEach(accepted::addValue);
            return accepted.getValues().stream().anyMatch("gzip"::equalsIgnoreCase);
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }
}
