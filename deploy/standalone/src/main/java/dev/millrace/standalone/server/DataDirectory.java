package dev.millrace.standalone.server;

import dev.millrace.model.file.Reason;
import dev.millrace.model.node.StartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Where a standalone Millrace keeps everything; at most one runs in it. */
final class DataDirectory implements AutoCloseable {
    private static final String HEARTBEATS = "worker.alive";

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** @throws StartException when it cannot be made or another Millrace runs in it */
    static DataDirectory open(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
            Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx------"));
            FileChannel channel =
                    FileChannel.open(absolute.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isFree(channel)) {
                channel.close();
                throw new StartException(
                        "Another Millrace runs in " + absolute + "; stop it, or choose another directory with --data");
            }
            DataDirectory data = new DataDirectory(absolute, channel);
            data.removeHeartbeats();
            return data;
        } catch (IOException e) {
            throw new StartException("The data directory " + absolute + " cannot be used: " + Reason.of(e));
        }
    }

    /** The lock is let go with the channel. */
    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException ourOwn) {
            return false;
        }
    }

    Path postgres() {
        return path.resolve("postgres");
    }

    /** Postgres's password, made on the first start; only the owner of the directory can read it. */
    Path passwordFile() {
        return path.resolve("postgres.password");
    }

    String password() throws IOException {
        // An empty one is left where the disk was full.
        if (Files.notExists(passwordFile()) || Files.size(passwordFile()) == 0) {
            byte[] bytes = new byte[24];
            new SecureRandom().nextBytes(bytes);
            Files.deleteIfExists(passwordFile());
            Files.createFile(
                    passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(passwordFile(), Base64.getUrlEncoder().encodeToString(bytes));
        }
        return Files.readString(passwordFile());
    }

    Path artifacts() {
        return path.resolve("artifacts");
    }

    Path scratch() {
        return path.resolve("scratch");
    }

    Path path() {
        return path;
    }

    /** The file that a worker touches; worker processes have a number behind its name. */
    Path heartbeatFile() {
        return path.resolve(HEARTBEATS);
    }

    /** There may have been more workers than there will be, and they may have been killed. */
    private void removeHeartbeats() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, HEARTBEATS + "*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
