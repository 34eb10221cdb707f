package dev.millrace.standalone.client.server;

import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A body that is sent as it is read, and never held as a whole. It can be sent once. */
public final class Upload {
    private final String name;
    private final String mediaType;
    private final InputStream content;
    private final long bytes;
    private final Progress progress;
    private final AtomicLong sent = new AtomicLong();
    private volatile @Nullable IOException unreadable;

    /** Hears what has been sent, on a thread of the HTTP client. */
    @FunctionalInterface
    public interface Progress {
        void sent(long bytes, boolean complete);
    }

    /**
     * Makes one.
     *
     * @param name of the file, for messages
     * @param bytes its length; 0 where it is not known
     */
    public Upload(String name, String mediaType, InputStream content, long bytes, Progress progress) {
        this.name = name;
        this.mediaType = mediaType;
        this.content = content;
        this.bytes = bytes;
        this.progress = progress;
    }

    String mediaType() {
        return mediaType;
    }

    BodyPublisher publisher() {
        BodyPublisher publisher = BodyPublishers.ofInputStream(() -> new Counted(content));
        return bytes > 0 ? BodyPublishers.fromPublisher(publisher, bytes) : publisher;
    }

    /**
     * Why there is no answer: it makes a difference whether anything has been sent.
     *
     * @param noAnswer where nothing has
     */
    ClientException failure(URI base, ClientException noAnswer) {
        if (unreadable != null) {
            return ClientException.usage("Cannot read " + name + " to its end ("
                    + unreadable.getClass().getSimpleName() + ")");
        }
        if (sent.get() == 0) {
            return noAnswer;
        }
        return new ClientException(
                ExitStatus.SERVER,
                "The connection to " + base + " ended before there was an answer: either " + name
                        + " is far too large for one request, or the server went away; millrace jobs shows what was stored");
    }

    private final class Counted extends FilterInputStream {
        Counted(InputStream content) {
            super(content);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int read = super.read(buffer, offset, length);
                long total = sent.addAndGet(Math.max(read, 0));
                progress.sent(total, read < 0);
                return read;
            } catch (IOException e) {
                unreadable = e;
                throw e;
            }
        }
    }
}
