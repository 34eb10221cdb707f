package dev.millrace.api.http.transfer;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that bodies and answers may take of the node together. */
public final class Budget {
    /** Shares up to this size are not counted. Connections are bounded, so these are, too. */
    public static final int UNCOUNTED = 32 * 1024;

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    Budget(long limit) {
        this.limit = limit;
    }

    /** What one body, answer or stream holds of it; nothing yet. */
    public Share share() {
        return new Share();
    }

    /** Bytes that are held by all shares. */
    public long held() {
        return held.get();
    }

    /** Whoever is refused takes nothing, not even for a moment: others would be refused for that. */
    private boolean take(long bytes) {
        long before;
        do {
            before = held.get();
            if (bytes > 0 && before + bytes > limit) {
                return false;
            }
        } while (!held.compareAndSet(before, before + bytes));
        return true;
    }

    /** Safe for use by several threads. */
    public final class Share implements AutoCloseable {
        private long counted;
        private boolean closed;

        private Share() {}

        /**
         * Makes this the amount that is held, more or less than before.
         *
         * @return false if there is no room for it, or the share is closed; then it is as before
         */
        public synchronized boolean hold(long bytes) {
            long more = count(bytes) - counted;
            if (closed || !take(more)) {
                return false;
            }
            counted += more;
            return true;
        }

        /** The same where there is no way back: it may exceed the limit, and whoever asks next finds no room. */
        public synchronized void holdBeyondLimit(long bytes) {
            if (!closed) {
                long more = count(bytes) - counted;
                held.addAndGet(more);
                counted += more;
            }
        }

        private static long count(long bytes) {
            return bytes <= UNCOUNTED ? 0 : bytes;
        }

        @Override
        public synchronized void close() {
            closed = true;
            held.addAndGet(-counted);
            counted = 0;
        }
    }
}
