package dev.millrace.api.http.transfer;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that all bodies and answers of the node may take. */
public final class Budget {
    /** Shares up to this size are not counted. The number of connections bounds them. */
    public static final int UNCOUNTED = 32 * 1024;

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    Budget(long limit) {
        this.limit = limit;
    }

    /** Makes an empty share for one body, answer or stream. */
    public Share share() {
        return new Share();
    }

    /** Bytes in all shares. */
    public long held() {
        return held.get();
    }

    /** A refused share takes nothing, not even for a moment, since others would be refused because of it. */
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
         * Sets the number of bytes that the share holds.
         *
         * @return false if the budget has no room or the share is closed; then nothing changes
         */
        public synchronized boolean hold(long bytes) {
            long more = count(bytes) - counted;
            if (closed || !take(more)) {
                return false;
            }
            counted += more;
            return true;
        }

        /**
         * The same for bytes that are there already: it may exceed the limit, and then the next share finds no room.
         */
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
