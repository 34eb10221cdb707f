package dev.millrace.worker.runtime.process;

import dev.millrace.worker.runtime.output.LineSplitter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream of a process to its end. A platform thread: a read of a pipe occupies the carrier of a virtual thread
 * as well, and a worker has a few dozen of these at most.
 */
final class StreamReader {
    private static final int BUFFER_BYTES = 32 << 10;

    private final InputStream in;
    private final LineSplitter lines;
    private final CountDownLatch ended = new CountDownLatch(1);
    /** When the current read began, in {@link System#nanoTime()}. */
    private volatile long readSince;
    /** Written by the reader's own thread only. */
    private volatile long bytes;
    /** Whether a line is being delivered, which may take as long as it takes. */
    private volatile boolean delivering;
    /** Why something of the stream was lost. */
    private volatile @Nullable Throwable failure;

    private StreamReader(InputStream in, LineSplitter lines) {
        this.in = in;
        this.lines = lines;
        this.readSince = System.nanoTime();
    }

    /** @param threads have one to spare at once */
    static StreamReader start(Executor threads, InputStream in, LineSplitter lines) {
        StreamReader reader = new StreamReader(in, lines);
        threads.execute(reader::run);
        return reader;
    }

    /**
     * Waits for the end of the stream, but not for a stream that somebody outside the attempt holds open in silence: then
     * it is closed.
     *
     * @param silence longest wait for a single read
     */
    void awaitEnd(Duration silence) throws InterruptedException {
        long began = System.nanoTime();
        long pause = Math.max(1, silence.toMillis() / 10);
        while (!ended.await(pause, TimeUnit.MILLISECONDS)) {
            if (!delivering && since(Math.max(readSince, began)) >= silence.toNanos()) {
                close();
                return;
            }
        }
    }

    private static long since(long nanos) {
        return System.nanoTime() - nanos;
    }

    private void run() {
        try {
            readToTheEnd();
        } finally {
            ended.countDown();
        }
    }

    private void readToTheEnd() {
        byte[] buffer = new byte[BUFFER_BYTES];
        // When a process exits, the JDK reads the rest of its pipes into memory, without a bound and under
        // this monitor. Holding it until the end leaves all reading to this thread.
        synchronized (in) {
            try (in) {
                deliverAll(buffer);
            } catch (IOException e) {
                // Closed by awaitEnd: what has arrived so far is all there is.
            }
        }
    }

    private void deliverAll(byte[] buffer) throws IOException {
        try {
            int length = in.read(buffer);
            while (length >= 0) {
                count(length);
                delivering = true;
                lines.accept(buffer, 0, length);
                readSince = System.nanoTime();
                delivering = false;
                length = in.read(buffer);
            }
            lines.end();
        } catch (RuntimeException | Error broken) {
            failure = broken;
            delivering = false;
            // A tool whose output nobody reads would hang.
            while (in.read(buffer) >= 0) {
                readSince = System.nanoTime();
            }
        }
    }

    /** @throws IllegalStateException when something of the stream was lost by a fault of the worker's */
    void check() {
        if (failure != null) {
            throw new IllegalStateException("The tool's output could not be read", failure);
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
