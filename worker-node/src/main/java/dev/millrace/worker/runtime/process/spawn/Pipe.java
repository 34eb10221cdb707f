package dev.millrace.worker.runtime.process.spawn;

import dev.millrace.worker.runtime.ExhaustedException;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A pipe whose write end is for a program that is about to start, and is ours only until it is closed here. */
final class Pipe implements AutoCloseable {
    private final int writeEnd;
    private final InputStream reader;
    private boolean kept;

    /** @throws ExhaustedException when there is no descriptor left */
    Pipe() {
        int[] ends = new int[2];
        LibC.pipe2(ends, LibC.O_CLOEXEC);
        try {
            // Opening it anew gives Java a stream of it; the buffer hides that a pipe is no file one could seek in.
            reader = new BufferedInputStream(new FileInputStream("/proc/self/fd/" + ends[0]));
        } catch (IOException e) {
            LibC.close(ends[1]);
            // It is there; what may be missing is a descriptor for it.
            throw new ExhaustedException(String.valueOf(e.getMessage()), e);
        } finally {
            LibC.close(ends[0]);
        }
        writeEnd = ends[1];
    }

    int writeEnd() {
        return writeEnd;
    }

    /** Hands the read end over; it stays open. */
    InputStream keepReader() {
        kept = true;
        return reader;
    }

    @Override
    public void close() throws IOException {
        LibC.close(writeEnd);
        if (!kept) {
            reader.close();
        }
    }
}
