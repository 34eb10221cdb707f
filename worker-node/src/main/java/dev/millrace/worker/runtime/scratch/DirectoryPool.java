package dev.millrace.worker.runtime.scratch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directories of attempts that left nothing behind, for attempts to come: renaming one costs a small part of making and
 * removing it, on a file system that is slow to give away the place of a deleted file a very small part. Thread-safe.
 */
final class DirectoryPool {
    private static final Logger log = LoggerFactory.getLogger(DirectoryPool.class);
    private static final int MOST = 64;
    private static final int ENTRIES = 3;

    /** As in {@code stat}: the type alone, and a directory that is its owner's alone. */
    private static final int TYPE = 0170000;

    private static final int REGULAR_FILE = 0100000;
    private static final int PRIVATE_DIRECTORY = 0040700;

    private final Path parent;
    private final AtomicLong number = new AtomicLong();
    private final Deque<Path> spares = new LinkedBlockingDeque<>(MOST);

    /** @param parent where they wait */
    DirectoryPool(Path parent) {
        this.parent = parent;
    }

    /** Puts one where an attempt's directory shall be; false if there is none, or something is there already. */
    boolean giveAs(Path directory) {
        Path spare = spares.poll();
        if (spare == null) {
            return false;
        }
        try {
            Files.move(spare, directory, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            log.debug("{} cannot become {}", spare, directory, e);
            return false;
        }
    }

    /** Takes an attempt's directory away if it is as good as new; else it is left as it is, but for what was no obstacle. */
    boolean take(Path directory) {
        Path spare = parent.resolve("spare-" + number.incrementAndGet());
        try {
            if (spares.size() >= MOST || !empty(directory)) {
                return false;
            }
            Files.move(directory, spare, StandardCopyOption.ATOMIC_MOVE);
            return spares.offer(spare);
        } catch (IOException | DirectoryIteratorException e) {
            log.debug("{} cannot be used again", directory, e);
            return false;
        }
    }

    /** Whether nothing is left of the attempt but what the next one finds as well. */
    private static boolean empty(Path directory) throws IOException {
        Path work = AttemptDirectory.work(directory);
        Path artifacts = AttemptDirectory.artifacts(directory);
        Path parameters = AttemptDirectory.parameters(directory);
        Set<Path> expected = Set.of(work, artifacts, parameters);
        Files.deleteIfExists(AttemptDirectory.result(directory));
        return isPrivate(directory)
                && entries(directory).equals(expected)
                && isPrivate(work)
                && entries(work).isEmpty()
                && isPrivate(artifacts)
                && entries(artifacts).isEmpty()
                && truncate(parameters);
    }

    private static boolean isPrivate(Path directory) throws IOException {
        return stat(directory, "mode") == PRIVATE_DIRECTORY;
    }

    /** At most so many that it can be told whether there is one too many. */
    private static Set<Path> entries(Path directory) throws IOException {
        Set<Path> entries = new HashSet<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path entry : stream) {
                entries.add(entry);
                if (entries.size() > ENTRIES) {
                    break;
                }
            }
        }
        return entries;
    }

    /**
     * Only if it is a file with no other name: through that it could be read later. One byte is left, and is overwritten:
     * a file without any is written to the disk when it is closed the next time, as file systems do for what is replaced.
     */
    private static boolean truncate(Path file) throws IOException {
        if ((stat(file, "mode") & TYPE) != REGULAR_FILE || stat(file, "nlink") != 1) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            channel.truncate(1);
        }
        return true;
    }

    private static int stat(Path path, String attribute) throws IOException {
        return (int) Files.getAttribute(path, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
    }
}
