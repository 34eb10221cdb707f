package dev.millrace.model.thread;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * What threads leave for another one, in order. It waits on a monitor, not on a lock of the JDK's: an error that breaks off
 * a wait on the latter can leave it locked for ever. Thread-safe.
 */
public final class Mailbox<T> {
    private final Queue<T> waiting = new ArrayDeque<>();
    private final int most;

    /** @param most so many may wait; at least 1 */
    public Mailbox(int most) {
        this.most = most;
    }

    /** @return false when it is full, and the item is not taken */
    public synchronized boolean offer(T item) {
        if (waiting.size() >= most) {
            return false;
        }
        waiting.add(item);
        notifyAll();
        return true;
    }

    /**
     * Waits until there is something.
     *
     * @param count items at most, at least 1
     * @param limit after which it waits no longer
     * @return those that came first; empty when there were none within the limit
     */
    public synchronized List<T> take(int count, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); waiting.isEmpty() && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        List<T> taken = new ArrayList<>(Math.min(count, waiting.size()));
        while (taken.size() < count && !waiting.isEmpty()) {
            taken.add(waiting.remove());
        }
        return taken;
    }

    public synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Forgets what waits. */
    public synchronized void clear() {
        waiting.clear();
    }
}
