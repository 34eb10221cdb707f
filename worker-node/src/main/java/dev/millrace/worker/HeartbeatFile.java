package dev.millrace.worker;

import dev.millrace.model.file.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file whose age tells a health check whether the worker is well; a worker has no port to ask. It is there from the
 * first heartbeat to the stop: what a worker that was killed has left says nothing of the next one.
 */
final class HeartbeatFile implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HeartbeatFile.class);

    private final Path file;
    private boolean closed;

    private HeartbeatFile(Path file) {
        this.file = file;
    }

    /** For a worker that has not had its first heartbeat. */
    static HeartbeatFile of(Path file) {
        HeartbeatFile heartbeat = new HeartbeatFile(file);
        heartbeat.remove();
        return heartbeat;
    }

    synchronized void touch() {
        if (closed) {
            return;
        }
        try {
            if (Files.notExists(file)) {
                Files.createFile(file);
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            log.debug("The heartbeat file {} could not be touched: {}", file, Reason.of(e));
        }
    }

    /** A worker that shares the file makes it anew with its next heartbeat. */
    @Override
    public synchronized void close() {
        closed = true;
        remove();
    }

    /** What it has not made itself, as a link or a file with content, it does not remove. */
    private void remove() {
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == 0) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.debug("The heartbeat file {} could not be removed: {}", file, Reason.of(e));
        }
    }
}
