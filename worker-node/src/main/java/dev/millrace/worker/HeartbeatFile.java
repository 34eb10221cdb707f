package dev.millrace.worker;

import dev.millrace.model.file.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file whose age tells a health check whether the worker is well; a worker has no port to ask. */
final class HeartbeatFile {
    private static final Logger log = LoggerFactory.getLogger(HeartbeatFile.class);

    private final Path file;

    HeartbeatFile(Path file) {
        this.file = file;
    }

    void touch() {
        try {
            if (Files.notExists(file)) {
                Files.createFile(file);
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            log.debug("The heartbeat file {} could not be touched: {}", file, Reason.of(e));
        }
    }
}
