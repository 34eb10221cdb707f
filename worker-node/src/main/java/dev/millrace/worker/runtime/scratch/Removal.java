package dev.millrace.worker.runtime.scratch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/**
 * Removes a directory that a tool filled. A tool can nest deeper than a path may be long and than files may be open, so
 * nested directories are moved up to the top before they are emptied: every path stays short, one directory is open at a
 * time.
 */
final class Removal {
    private final Path top;
    private final String prefix = ".removal-" + UUID.randomUUID() + "-";
    private final Deque<Path> pending = new ArrayDeque<>();
    private final Obstacles obstacles = new Obstacles();
    private int moved;

    private Removal(Path top) {
        this.top = top;
    }

    /** @throws IOException the first obstacle, after everything else is gone; none if the directory does not exist */
    static void of(Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            new Removal(directory).run();
        } else {
            Files.deleteIfExists(directory);
        }
    }

    private void run() throws IOException {
        empty(top);
        while (!pending.isEmpty()) {
            Path directory = pending.pop();
            empty(directory);
            obstacles.guard(() -> Files.deleteIfExists(directory));
        }
        obstacles.guard(() -> Files.deleteIfExists(top));
        obstacles.throwFirst();
    }

    private void empty(Path directory) {
        obstacles.guard(() -> {
            unlock(directory);
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    obstacles.guard(() -> remove(entry, directory));
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            return true;
        });
    }

    private boolean remove(Path entry, Path parent) throws IOException {
        if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            return Files.deleteIfExists(entry);
        }
        if (parent.equals(top)) {
            pending.push(entry);
            return true;
        }
        unlock(entry);
        Path raised = top.resolve(prefix + moved++);
        Files.move(entry, raised, StandardCopyOption.ATOMIC_MOVE);
        pending.push(raised);
        return true;
    }

    /** Emptying and moving a directory needs write permission on it, which the tool may have taken away. */
    private static void unlock(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
}
