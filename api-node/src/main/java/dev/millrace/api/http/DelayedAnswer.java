package dev.millrace.api.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An answer in JSON that waits for something to happen, and holds no thread meanwhile. */
public final class DelayedAnswer {
    private DelayedAnswer() {}

    /**
     * Runs {@code answer} on a thread of the server as soon as the event is complete, the limit has passed or the server
     * stops. The event is complete then in any case, so that whoever would complete it can let go of it. After each
     * keep-alive time a blank line is sent; from the first one on the status is 200, and an answer that then fails breaks off.
     *
     * @param event if it completes exceptionally, the request fails with that exception and {@code answer} is not run
     */
    public static void when(CompletableFuture<@Nullable Void> event, Duration limit, Context ctx, Handler answer) {
        LongAnswers longAnswers = ctx.appData(LongAnswers.KEY);
        Runnable giveUp = () -> event.complete(null);
        ctx.future(() -> {
            longAnswers.endWith(giveUp);
            BlankLines blanks = new BlankLines(ctx);
            LongAnswers.Repetition sending = longAnswers.repeat(blanks::send);
            return event.completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                    .whenCompleteAsync(
                            (nothing, failure) -> {
                                sending.cancel();
                                blanks.end();
                            },
                            longAnswers.threads())
                    .thenRun(() -> run(answer, ctx))
                    .whenComplete((nothing, failure) -> longAnswers.remove(giveUp));
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
