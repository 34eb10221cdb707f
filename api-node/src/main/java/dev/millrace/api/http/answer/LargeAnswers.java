package dev.millrace.api.http.answer;

import dev.millrace.api.http.transfer.Budget;
import dev.millrace.api.http.transfer.Connections;
import dev.millrace.api.http.transfer.OutgoingAnswer;
import dev.millrace.api.http.transfer.Transfers;
import dev.millrace.api.http.transfer.WholeAnswer;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends answers that are larger than the server's buffer at the client's pace, without a waiting thread. Compresses an
 * answer first, if the client accepts that.
 */
public final class LargeAnswers implements Handler {
    @Override
    public void handle(Context ctx) {
        if (!(ctx.resultInputStream() instanceof ByteArrayInputStream answer)) {
            return;
        }
        ByteArrayInputStream content = compressedIfWanted(ctx, answer);
        int length = content.available();
        boolean isHead = ctx.method().equals(HandlerType.HEAD);
        Budget.Share share = ctx.appData(Transfers.KEY).budget().share();
        if (!isHead) {
            reserve(ctx, share, length);
        }
        if (content != answer) {
            ctx.header("Content-Encoding", "gzip").result(content);
        }
        if (length < OutgoingAnswer.PIECE) {
            // So small an answer is not counted: its share is empty and needs no close.
            return;
        }
        ctx.res().setContentLengthLong(length);
        ctx.result(InputStream.nullInputStream());
        if (isHead) {
            return;
        }
        // After blank lines, Jetty takes no answer as one buffer.
        if (length <= Connections.SEND_BUFFER && !ctx.res().isCommitted()) {
            sendAtOnce(ctx, content, share);
        } else {
            ctx.future(() -> send(ctx, content).whenComplete((nothing, failure) -> share.close()));
        }
    }

    /** The answer without compression. */
    private static ByteArrayInputStream compressedIfWanted(Context ctx, ByteArrayInputStream answer) {
        return Compression.isWanted(ctx, answer.available())
                ? new ByteArrayInputStream(Compression.compressed(answer.readAllBytes()))
                : answer;
    }

    /** Only a GET is refused: an error would hide that another request has made its change. */
    private static void reserve(Context ctx, Budget.Share share, int length) {
        if (share.hold(length)) {
            return;
        }
        if (ctx.method().equals(HandlerType.GET)) {
            throw noRoom();
        }
        share.holdBeyondLimit(length);
    }

    /** The operating system takes most of these answers at once; then nothing waits. */
    private static void sendAtOnce(Context ctx, ByteArrayInputStream content, Budget.Share share) {
        int length = content.available();
        CompletableFuture<@Nullable Void> sent = Connections.send(ctx.res(), content.readAllBytes());
        if (sent.isDone()) {
            share.close();
            return;
        }
        WholeAnswer answer =
                new WholeAnswer(length, sent, () -> Connections.abort(ctx.req()), ctx.appData(Transfers.KEY));
        ctx.future(() -> answer.end().whenComplete((nothing, failure) -> share.close()));
    }

    static MillraceException noRoom() {
        return new MillraceException(
                ErrorCode.UNAVAILABLE, "This node has too many answers in memory; send the request again.");
    }

    /** Sends the answer piece by piece; completes at the end. */
    static CompletableFuture<@Nullable Void> send(Context ctx, InputStream content) {
        Transfers transfers = ctx.appData(Transfers.KEY);
        try {
            return new OutgoingAnswer(
                            ctx.res().getOutputStream(), content, () -> Connections.abort(ctx.req()), transfers)
                    .start();
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
