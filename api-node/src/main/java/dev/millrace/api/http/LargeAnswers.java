package dev.millrace.api.http;

import dev.millrace.api.http.transfer.Budget;
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
 * Sends what a handler has answered, if it is more than the server's own buffer takes: as the client reads it, without a
 * thread. Compresses it before, if the client likes that.
 */
final class LargeAnswers implements Handler {
    @Override
    public void handle(Context ctx) {
        if (!(ctx.resultInputStream() instanceof ByteArrayInputStream answer)) {
            return;
        }
        ByteArrayInputStream content = compressedIfWanted(ctx, answer);
        int length = content.available();
        boolean isHead = ctx.method().equals(HandlerType.HEAD);
        Budget.Share share = ctx.appData(RequestBody.TRANSFERS).budget().share();
        if (!isHead) {
            reserve(ctx, share, length);
        }
        if (content != answer) {
            ctx.header("Content-Encoding", "gzip").result(content);
        }
        if (length < OutgoingAnswer.PIECE) {
            // Its share holds nothing, and needs no close: so little is not counted.
            return;
        }
        ctx.res().setContentLengthLong(length);
        ctx.result(InputStream.nullInputStream());
        if (isHead) {
            return;
        }
        // Behind blank lines, Jetty takes nothing in one go.
        if (length <= JettySettings.SEND_BUFFER && !ctx.res().isCommitted()) {
            sendAtOnce(ctx, content, share);
        } else {
            ctx.future(() -> send(ctx, content).whenComplete((nothing, failure) -> share.close()));
        }
    }

    /** The answer itself, if it stays as it is. */
    private static ByteArrayInputStream compressedIfWanted(Context ctx, ByteArrayInputStream answer) {
        return Compression.isWanted(ctx, answer.available())
                ? new ByteArrayInputStream(Compression.compressed(answer.readAllBytes()))
                : answer;
    }

    /** Only a GET is refused: what another request has done cannot be taken back by an error. */
    private static void reserve(Context ctx, Budget.Share share, int length) {
        if (share.hold(length)) {
            return;
        }
        if (ctx.method().equals(HandlerType.GET)) {
            throw noRoom();
        }
        share.holdBeyondLimit(length);
    }

    /** The system takes most of these answers in one go, and then nothing is left to wait for. */
    private static void sendAtOnce(Context ctx, ByteArrayInputStream content, Budget.Share share) {
        int length = content.available();
        CompletableFuture<@Nullable Void> sent = Connections.send(ctx.res(), content.readAllBytes());
        if (sent.isDone()) {
            share.close();
            return;
        }
        WholeAnswer answer =
                new WholeAnswer(length, sent, () -> Connections.abort(ctx.req()), ctx.appData(RequestBody.TRANSFERS));
        ctx.future(() -> answer.end().whenComplete((nothing, failure) -> share.close()));
    }

    static MillraceException noRoom() {
        return new MillraceException(
                ErrorCode.UNAVAILABLE, "This node has too many answers in memory; send the request again.");
    }

    /** Sends it piece by piece; completes at the end. */
    static CompletableFuture<@Nullable Void> send(Context ctx, InputStream content) {
        Transfers transfers = ctx.appData(RequestBody.TRANSFERS);
        try {
            return new OutgoingAnswer(
                            ctx.res().getOutputStream(), content, () -> Connections.abort(ctx.req()), transfers)
                    .start();
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
