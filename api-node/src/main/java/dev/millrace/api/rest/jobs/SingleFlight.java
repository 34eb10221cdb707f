package dev.millrace.api.rest.jobs;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Lets equal questions share an answer: those that come while the same is being answered wait for the next answer, which
 * is found once for all of them. No answer is older than its question, and however many ask the same, one at a time is
 * worked for.
 *
 * @param <Q> what is asked; equal questions have the same answer
 */
final class SingleFlight<Q, A> {
    private final Map<Q, CompletableFuture<A>> coming = new HashMap<>();
    private final Map<Q, CompletableFuture<A>> running = new HashMap<>();

    /**
     * Finds the answer, or waits until another has.
     *
     * @throws RuntimeException that finding it threw, here or there
     */
    A ask(Q question, Supplier<A> find) {
        CompletableFuture<A> mine = new CompletableFuture<>();
        CompletableFuture<A> others;
        CompletableFuture<A> before;
        synchronized (this) {
            others = coming.putIfAbsent(question, mine);
            before = running.get(question);
        }
        if (others != null) {
            return result(others);
        }
        try {
            if (before != null) {
                before.handle((answer, failure) -> answer).join();
            }
            synchronized (this) {
                coming.remove(question);
                running.put(question, mine);
            }
            mine.complete(find.get());
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
        } finally {
            synchronized (this) {
                coming.remove(question, mine);
                running.remove(question, mine);
            }
        }
        return result(mine);
    }

    private static <A> A result(CompletableFuture<A> found) {
        try {
            return found.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}
