package dev.millrace.model.queue;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads share transactions: what comes while one is under way goes into the next, so a commit serves many when there
 * is much to do, and nobody waits for company when there is not. Whoever comes while nothing is under way does it on its
 * own thread, together with those that have come by then.
 *
 * @param <T> what is to be stored
 * @param <R> what that led to
 */
public final class GroupCommit<T, R> {
    private final int most;
    private final int atOnce;
    private final Function<List<T>, List<R>> store;
    private final Queue<Entry<T, R>> waiting = new ArrayDeque<>();
    private int underWay;

    /**
     * Makes one that has nothing to do.
     *
     * @param most items in one transaction, at least 1
     * @param atOnce transactions, at least 1
     * @param store stores all items or throws, and answers for each in their order
     */
    public GroupCommit(int most, int atOnce, Function<List<T>, List<R>> store) {
        this.most = most;
        this.atOnce = atOnce;
        this.store = store;
    }

    private static final class Entry<T, R> {
        final T item;
        boolean taken;
        boolean done;

        @Nullable
        R answer;

        @Nullable
        RuntimeException failure;

        Entry(T item) {
            this.item = item;
        }

        R answer() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(answer);
        }
    }

    /**
     * Returns when the item is stored.
     *
     * @throws RuntimeException that the item has brought about, or all of its transaction: {@code UNAVAILABLE}
     */
    public R store(T item) {
        Entry<T, R> entry = new Entry<>(item);
        synchronized (waiting) {
            waiting.add(entry);
        }
        for (List<Entry<T, R>> group = next(entry); !group.isEmpty(); group = next(entry)) {
            try {
                storeAll(group);
            } finally {
                finished(group);
            }
        }
        return entry.answer();
    }

    /** How many items no transaction has taken yet. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** What this thread is to store now; empty once its own item is done. */
    private List<Entry<T, R>> next(Entry<T, R> own) {
        boolean interrupted = false;
        synchronized (waiting) {
            while (!own.done && (own.taken || underWay == atOnce)) {
                try {
                    waiting.wait();
                } catch (InterruptedException e) {
                    // The item is stored all the same.
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return own.done ? List.of() : take();
        }
    }

    private List<Entry<T, R>> take() {
        underWay++;
        List<Entry<T, R>> group = new ArrayList<>();
        while (group.size() < most && !waiting.isEmpty()) {
            Entry<T, R> entry = waiting.remove();
            entry.taken = true;
            group.add(entry);
        }
        return group;
    }

    private void finished(List<Entry<T, R>> group) {
        synchronized (waiting) {
            underWay--;
            group.forEach(entry -> entry.done = true);
            waiting.notifyAll();
        }
    }

    /** What one item has brought about is not to hit the others: then each gets a transaction of its own. */
    private void storeAll(List<Entry<T, R>> group) {
        try {
            List<R> answers =
                    store.apply(group.stream().map(entry -> entry.item).toList());
            for (int i = 0; i < answers.size(); i++) {
                group.get(i).answer = answers.get(i);
            }
        } catch (RuntimeException e) {
            if (group.size() == 1 || isUnavailable(e)) {
                group.forEach(entry -> entry.failure = e);
            } else {
                group.forEach(entry -> storeAll(List.of(entry)));
            }
        }
    }

    private static boolean isUnavailable(RuntimeException failure) {
        return failure instanceof MillraceException known && known.code() == ErrorCode.UNAVAILABLE;
    }
}
