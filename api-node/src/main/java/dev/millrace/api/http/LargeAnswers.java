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
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a handler has answered, if it is more than the server's own buffer takes: as the client reads it, without a
 * thread. Compresses it before, if the client likes that.
 */
final class LargeAnswers implements Handler {
    /** The system takes so much of most clients' answers in one go, and then nothing is left to wait for. */
    private static final int AT_ONCE = 256 * 1024;

    @Override
    public void handle(Context ctx) {
        if (!(ctx.resultInputStream() instanceof ByteArrayInputStream answer)) {
            return;
        }
        byte @Nullable [] compressed =
                Compression.isWanted(ctx, answer.available()) ? Compression.compressed(answer.readAllBytes()) : null;
        InputStream content = compressed == null ? answer : new ByteArrayInputStream(compressed);
        int length = compressed == null ? answer.available() : compressed.length;
        boolean isHead = ctx.method().equals(HandlerType.HEAD);
        Budget.Share share = ctx.appData(RequestBody.TRANSFERS).budget().share();
        if (!isHead && !share.hold(length)) {
            // What has been done cannot be taken back by an error.
            if (ctx.method().equals(HandlerType.GET)) {
                throw noRoom();
            }
            share.holdAnyway(length);
        }
        if (compressed != null) {
            ctx.header("Content-Encoding", "gzip").result(content);
        }
        if (length < OutgoingAnswer.PIECE) {
            return;
        }
        ctx.res().setContentLengthLong(length);
        ctx.result(InputStream.nullInputStream());
        if (isHead) {
            return;
        }
        // Behind blank lines, Jetty takes nothing in one go.
        boolean atOnce = length <= AT_ONCE && !ctx.res().isCommitted();
        CompletableFuture<@Nullable Void> sent = atOnce ? Connections.send(ctx.res(), readAll(content)) : null;
        if (sent != null && sent.isDone()) {
            share.close();
        } else {
            ctx.future(() -> (sent == null ? send(ctx, content) : rest(ctx, length, sent))
                    .whenComplete((nothing, failure) -> share.close()));
        }
    }

    private static CompletableFuture<@Nullable Void> rest(
            Context ctx, int length, CompletableFuture<@Nullable Void> sent) {
        return new WholeAnswer(length, sent, () -> Connections.abort(ctx.req()), ctx.appData(RequestBody.TRANSFERS))
                .end();
    }

    private static byte[] readAll(InputStream inMemory) {
        try {
            return inMemory.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
