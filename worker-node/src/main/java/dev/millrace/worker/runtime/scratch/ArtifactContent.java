package dev.millrace.worker.runtime.scratch;

import dev.millrace.model.file.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;

/**
 * The content of a file that a tool left. That it cannot be read is the tool's doing, and must not be taken for trouble
 * of whoever keeps it; so it has an exception of its own. No more is read than the listing has counted.
 */
public final class ArtifactContent extends FilterInputStream {
    private long left;

    private ArtifactContent(InputStream in, long bytes) {
        super(in);
        left = bytes;
    }

    /** Says why a file cannot be read. */
    public static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreadableException(String reason) {
            super(reason);
        }
    }

    /** @throws UnreadableException also if it is a link by now */
    public static ArtifactContent open(ArtifactFiles.Found file) throws UnreadableException {
        try {
            return new ArtifactContent(Files.newInputStream(file.path(), LinkOption.NOFOLLOW_LINKS), file.bytes());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public int read() throws UnreadableException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws UnreadableException {
        int read;
        try {
            read = in.read(bytes, offset, length);
        } catch (IOException e) {
            throw unreadable(e);
        }
        left -= Math.max(read, 0);
        if (left < 0) {
            throw new UnreadableException("it is still being written");
        }
        return read;
    }

    private static UnreadableException unreadable(IOException cause) {
        UnreadableException unreadable = new UnreadableException("it cannot be read: " + Reason.withoutPath(cause));
        unreadable.initCause(cause);
        return unreadable;
    }
}
