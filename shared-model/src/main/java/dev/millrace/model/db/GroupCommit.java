package dev.millrace.model.db;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads share statements: what comes while one is under way goes into the next, so a round trip and a commit serve
 * many when there is much to do, and nobody waits for company when there is not. Whoever comes while nothing is under way
 * runs it on its own thread; whoever ends one hands what has come meanwhile to the thread that came first.
 *
 * @param <T> what is asked
 * @param <R> what that led to
 */
public final class GroupCommit<T, R> {
    private final int most;
    private final Function<List<T>, List<R>> statement;
    private final Queue<Entry<T, R>> waiting = new ArrayDeque<>();
    private int free;

    /**
     * Makes one that has nothing to do.
     *
     * @param most items in one statement, at least 1
     * @param atOnce statements, at least 1
     * @param statement does all or throws, and answers for each in their order
     */
    public GroupCommit(int most, int atOnce, Function<List<T>, List<R>> statement) {
        this.most = most;
        this.free = atOnce;
        this.statement = statement;
    }

    private static final class Entry<T, R> {
        final T item;
        final Thread thread = Thread.currentThread();
        volatile boolean done;

        /** What this entry's thread is to run, itself included. */
        @Nullable
        volatile List<Entry<T, R>> group;

        @Nullable
        R answer;

        @Nullable
        Throwable failure;

        Entry(T item) {
            this.item = item;
        }

        R answer() {
            if (failure instanceof RuntimeException known) {
                throw known;
            }
            if (failure != null) {
                throw new IllegalStateException("What was shared with others did not come to an end", failure);
            }
            return Objects.requireNonNull(answer);
        }

        void end() {
            done = true;
            LockSupport.unpark(thread);
        }
    }

    /**
     * Returns when the item is done.
     *
     * @throws RuntimeException that the item has brought about, or all of its statement: {@code UNAVAILABLE}
     */
    public R run(T item) {
        Entry<T, R> entry = new Entry<>(item);
        synchronized (waiting) {
            waiting.add(entry);
            if (free > 0) {
                free--;
                entry.group = take();
            }
        }
        try {
            await(entry);
        } catch (Throwable broken) {
            leave(entry, broken);
            throw broken;
        }
        return entry.answer();
    }

    private void await(Entry<T, R> entry) {
        boolean interrupted = false;
        while (!entry.done) {
            List<Entry<T, R>> group = entry.group;
            if (group == null) {
                LockSupport.park(this);
                // The item is done all the same.
                interrupted |= Thread.interrupted();
            } else {
                entry.group = null;
                runAndHandOn(group);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread that cannot wait any longer: what it was to run for others is handed on, so that they do not wait for it. */
    private void leave(Entry<T, R> entry, Throwable broken) {
        List<Entry<T, R>> group;
        synchronized (waiting) {
            waiting.remove(entry);
            group = entry.group;
            entry.group = null;
        }
        if (group != null) {
            group.forEach(other -> other.failure = broken);
            handOn();
            group.forEach(Entry::end);
        }
    }

    /** How many items no statement has taken yet. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private List<Entry<T, R>> take() {
        List<Entry<T, R>> group = new ArrayList<>();
        while (group.size() < most && !waiting.isEmpty()) {
            group.add(waiting.remove());
        }
        return group;
    }

    private void runAndHandOn(List<Entry<T, R>> group) {
        try {
            runAll(group);
        } finally {
            handOn();
            group.forEach(Entry::end);
        }
    }

    private void handOn() {
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                free++;
            } else {
                Entry<T, R> first = waiting.element();
                first.group = take();
                LockSupport.unpark(first.thread);
            }
        }
    }

    /** What one item has brought about is not to hit the others: then each gets a statement of its own. */
    private void runAll(List<Entry<T, R>> group) {
        try {
            List<R> answers =
                    statement.apply(group.stream().map(entry -> entry.item).toList());
            for (int i = 0; i < answers.size(); i++) {
                group.get(i).answer = answers.get(i);
            }
        } catch (RuntimeException e) {
            if (group.size() == 1 || isUnavailable(e)) {
                group.forEach(entry -> entry.failure = e);
            } else {
                group.forEach(entry -> runAll(List.of(entry)));
            }
        } catch (Error broken) {
            // Nobody knows how far it came, so it is not run again.
            group.forEach(entry -> entry.failure = broken);
            throw broken;
        }
    }

    private static boolean isUnavailable(RuntimeException failure) {
        return failure instanceof MillraceException known && known.code() == ErrorCode.UNAVAILABLE;
    }
}
