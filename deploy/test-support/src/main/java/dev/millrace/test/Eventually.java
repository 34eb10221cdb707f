package dev.millrace.test;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for a condition, with a limit that is there for a broken program, not for a slow machine. */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Eventually() {}

    /** Asks until the answer satisfies the predicate, and returns that answer. */
    public static <T> T eventually(String what, Callable<T> question, Predicate<T> satisfied) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        T answer = ask(question);
        while (!satisfied.test(answer)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + LIMIT + ": " + what + "; last answer: " + answer);
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            answer = ask(question);
        }
        return answer;
    }

    /** Waits until the condition holds. */
    public static void eventually(String what, Callable<Boolean> condition) {
        eventually(what, condition, holds -> holds);
    }

    private static <T> T ask(Callable<T> question) {
        try {
            return question.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
