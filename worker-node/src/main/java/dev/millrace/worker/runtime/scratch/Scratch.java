package dev.millrace.worker.runtime.scratch;

import dev.millrace.model.file.Reason;
import dev.millrace.model.process.ExecutableDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's attempt directories, in a directory of its own below a root that several workers may share. A lock held as
 * long as the worker lives tells a neighbour's directory from one that a dead worker left behind.
 */
public final class Scratch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Scratch.class);
    private static final String LOCK_SUFFIX = ".lock";
    private static final int PROBE_BYTES = 64 << 10;

    private final Path root;
    private final Path own;
    private final FileChannel lock;
    private final DirectoryPool spares;
    private volatile boolean full;

    private Scratch(Path root, Path own, FileChannel lock) {
        this.root = root;
        this.own = own;
        this.lock = lock;
        this.spares = new DirectoryPool(own);
    }

    /**
     * Takes a new directory below the root, which is created where it is missing.
     *
     * @throws IOException if the root cannot be created or written
     */
    public static Scratch open(Path root) throws IOException {
        Path absolute = root.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        Path own = absolute.resolve("worker-" + UUID.randomUUID());
        // The lock comes first: a directory without a held lock is fair game for a neighbour's sweep.
        FileChannel lock = FileChannel.open(lockOf(own), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            lock.lock();
            Files.createDirectory(own, AttemptDirectory.OWNER_ONLY);
            if (!ExecutableDirectory.is(own)) {
                log.warn(
                        "Nothing may be executed in the scratch directory {} (mounted noexec?): tools that write or unpack"
                                + " programs there will fail; MILLRACE_SCRATCH can name another",
                        absolute);
            }
            return new Scratch(absolute, own, lock);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** The directory that all attempts of this worker have theirs in. */
    public Path path() {
        return own;
    }

    /** Where the directory of an attempt is to be. */
    public AttemptDirectory directory(UUID jobId, int attempt) {
        return new AttemptDirectory(own.resolve(jobId + "-" + attempt), spares);
    }

    /** Whether attempts can be given directories; tried out only if they could not be when that was tried last. */
    public boolean hasRoom() {
        return !full || checkRoom();
    }

    /** Tries out whether a file of 64 KiB can be written, and remembers the answer for {@link #hasRoom()}. */
    public boolean checkRoom() {
        Path probe = own.resolve("probe-" + UUID.randomUUID());
        try {
            Files.write(probe, new byte[PROBE_BYTES]);
            note(false, "");
        } catch (IOException e) {
            note(true, Reason.of(e));
        } finally {
            remove(probe);
        }
        return !full;
    }

    private synchronized void note(boolean isFull, String reason) {
        if (isFull && !full) {
            log.error("No room for attempts in the scratch directory; none is started until there is: {}", reason);
        } else if (full && !isFull) {
            log.info("There is room in the scratch directory again");
        }
        full = isFull;
    }

    private static void remove(Path probe) {
        try {
            Files.deleteIfExists(probe);
        } catch (IOException e) {
            log.debug("{} could not be deleted", probe, e);
        }
    }

    /**
     * Removes what dead workers left below the root.
     *
     * @return how many workers' directories were removed
     * @throws IOException the first obstacle, after everything else is gone
     */
    public int sweep() throws IOException {
        int removed = 0;
        Obstacles obstacles = new Obstacles();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "worker-*")) {
            for (Path entry : entries) {
                if (!entry.equals(own) && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    removed += obstacles.guard(() -> removeIfDead(entry)) ? 1 : 0;
                }
            }
        }
        obstacles.throwFirst();
        return removed;
    }

    private static boolean removeIfDead(Path directory) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(lockOf(directory), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held == null) {
                return false;
            }
            Removal.of(directory);
            Files.deleteIfExists(lockOf(directory));
            return true;
        } catch (OverlappingFileLockException e) {
            // Another worker in this very JVM.
            return false;
        }
    }

    private static Path lockOf(Path directory) {
        return directory.resolveSibling(directory.getFileName() + LOCK_SUFFIX);
    }

    /** Removes this worker's directory with all that is in it. */
    @Override
    public void close() throws IOException {
        try (lock) {
            Removal.of(own);
            Files.deleteIfExists(lockOf(own));
        }
    }
}
