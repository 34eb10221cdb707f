package dev.millrace.api.http.answer;

import dev.millrace.api.http.transfer.Budget;
import dev.millrace.api.http.transfer.OutgoingAnswer;
import dev.millrace.api.http.transfer.Transfers;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** Answers with content of any length, read at the client's pace. No thread waits while the client reads nothing. */
public final class ContentResponse {
    private ContentResponse() {}

    /**
     * Answers with the content. A failure after the first sent bytes breaks the connection off.
     *
     * @param content closed when the answer is over
     * @throws IOException if it cannot be read from the start
     */
    public static void write(Context ctx, String contentType, InputStream content) throws IOException {
        write(ctx, contentType, content, 0);
    }

    /**
     * The same with a known length and never compressed: for content with an ETag or with ranges.
     *
     * @param length of the content, in bytes
     */
    public static void writeAsItIs(Context ctx, String contentType, InputStream content, long length)
            throws IOException {
        Compression.forbid(ctx);
        ctx.res().setContentLengthLong(length);
        write(ctx, contentType, content, 0);
    }

    /** @param memory that the content takes while the client reads it */
    static void write(Context ctx, String contentType, InputStream content, int memory) throws IOException {
        ctx.contentType(contentType);
        if (ctx.method().equals(HandlerType.HEAD)) {
            content.close();
            return;
        }
        byte[] first = first(content);
        if (first.length < OutgoingAnswer.PIECE) {
            content.close();
            ctx.result(first);
            return;
        }
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(first), content);
        boolean compressed = Compression.isWanted(ctx, first.length);
        Budget.Share share = ctx.appData(Transfers.KEY).budget().share();
        if (!share.hold(memory + (compressed ? Compression.MEMORY : 0))) {
            content.close();
            throw LargeAnswers.noRoom();
        }
        if (compressed) {
            ctx.header("Content-Encoding", "gzip");
        }
        ctx.future(() -> LargeAnswers.send(ctx, compressed ? Compression.stream(whole) : whole)
                .whenComplete((nothing, failure) -> share.close()));
    }

    private static byte[] first(InputStream content) throws IOException {
        try {
            return content.readNBytes(OutgoingAnswer.PIECE);
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }
}
