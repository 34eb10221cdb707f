package dev.millrace.worker.runtime.process;

import dev.millrace.worker.runtime.output.LineSplitter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Reads one stream of a process to its end. A platform thread: a read of a pipe occupies the carrier of a virtual thread
 * as well, and a worker has a few dozen of these at most.
 */
final class Pump {
    private static final int BUFFER_BYTES = 32 << 10;

    private final InputStream in;
    private final LineSplitter lines;
    private final Thread thread;
    /** When the current read began, in {@link System#nanoTime()}. */
    private volatile long readSince;
    /** Written by the pump's own thread only. */
    private volatile long bytes;
    /** Whether a line is being delivered, which may take as long as it takes. */
    private volatile boolean delivering;

    private Pump(String name, InputStream in, LineSplitter lines) {
        this.in = in;
        this.lines = lines;
        this.readSince = System.nanoTime();
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    static Pump start(String name, InputStream in, LineSplitter lines) {
        Pump pump = new Pump(name, in, lines);
        pump.thread.start();
        return pump;
    }

    /**
     * Waits for the end of the stream, but not for a stream that somebody outside the attempt holds open in silence: then
     * it is closed.
     *
     * @param silence longest wait for a single read
     */
    void awaitEnd(Duration silence) throws InterruptedException {
        long began = System.nanoTime();
        while (thread.isAlive() && (delivering || since(Math.max(readSince, began)) < silence.toNanos())) {
            thread.join(Math.max(1, silence.toMillis() / 10));
        }
        if (thread.isAlive()) {
            close();
        }
    }

    private static long since(long nanos) {
        return System.nanoTime() - nanos;
    }

    private void run() {
        byte[] buffer = new byte[BUFFER_BYTES];
        // When a process exits, the JDK reads the rest of its pipes into memory, without a bound and under
        // this monitor. Holding it until the end leaves all reading to this thread.
        synchronized (in) {
            try (in) {
                int length = in.read(buffer);
                while (length >= 0) {
                    count(length);
                    delivering = true;
                    lines.accept(buffer, 0, length);
                    readSince = System.nanoTime();
                    delivering = false;
                    length = in.read(buffer);
                }
            } catch (IOException e) {
                // Closed by awaitEnd: what has arrived so far is all there is.
            }
            lines.end();
        }
    }

    /** One thread writes it, so nothing gets lost. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void count(int length) {
        bytes += length;
    }

    /** Bytes read so far. */
    long bytes() {
        return bytes;
    }

    private void close() {
        try {
            in.close();
        } catch (IOException e) {
            // Nobody reads it any more.
        }
    }
}
