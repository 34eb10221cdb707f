package dev.millrace.api.http.stream;

import dev.millrace.api.http.request.RequestId;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A JSON answer that waits for an event without a thread. */
public final class DelayedAnswer {
    private DelayedAnswer() {}

    /**
     * Runs {@code answer} on a thread of the server when the event completes, the limit has passed or the server stops.
     * In the last two cases this completes the event, so that its source can forget it. After each keep-alive time a
     * blank line is sent. The first blank line sends the status 200; an answer that fails after that breaks off.
     *
     * @param event if it completes exceptionally, the request fails with that exception and {@code answer} is not run
     */
    public static void when(CompletableFuture<@Nullable Void> event, Duration limit, Context ctx, Handler answer) {
        OpenResponses responses = ctx.appData(OpenResponses.KEY);
        Runnable giveUp = () -> event.complete(null);
        ctx.future(() -> {
            responses.endWith(giveUp);
            BlankLines blanks = new BlankLines(ctx);
            OpenResponses.Repetition sending = responses.repeat(blanks::send);
            return event.completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                    .whenCompleteAsync(
                            (nothing, failure) -> {
                                sending.cancel();
                                blanks.end();
                            },
                            responses.threads())
                    .thenRun(() -> run(answer, ctx))
                    .whenComplete((nothing, failure) -> responses.remove(giveUp));
        });
    }

    private static void run(Handler answer, Context ctx) {
        try {
            RequestId.logging(ctx, answer);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
