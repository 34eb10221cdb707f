package dev.millrace.postgres;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Postgres as the jar holds it: a tar, compressed with xz. */
final class PostgresArchive {
    /** Says how many entries there should be: those who clean up temporary files may have taken some. */
    private static final String COUNT = "entries";

    private static final String PREFIX = "millrace-postgres-";

    private static final int OWNER_MAY_EXECUTE = 0100;

    private final byte[] archive;

    PostgresArchive(byte[] archive) {
        this.archive = archive;
    }

    static PostgresArchive ofThisMachine() throws IOException {
        String machine = System.getProperty("os.arch");
        String name = "/postgres-linux-" + (machine.equals("amd64") ? "x86_64" : machine) + ".txz";
        try (InputStream stream = PostgresArchive.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("there is no Postgres for " + machine + " among the libraries");
            }
            return new PostgresArchive(stream.readAllBytes());
        }
    }

    /** The directory that holds what is in it; several processes may ask for it at once. */
    Path unpackedIn(Path parent) throws IOException {
        Path directory = parent.resolve(PREFIX + PostgresProgram.userId() + "-" + digest());
        if (isUsable(directory)) {
            return directory;
        }
        moveAway(directory);
        Path fresh = Files.createTempDirectory(parent, PREFIX);
        try {
            unpack(fresh);
            Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!isWhole(directory)) {
                throw e;
            }
            // Another start was faster.
        } finally {
            if (Files.exists(fresh)) {
                Trees.delete(fresh);
            }
        }
        return directory;
    }

    /** @throws IOException when the directory is not of this user alone */
    private static boolean isUsable(Path directory) throws IOException {
        try {
            requireOwn(directory);
            return isWhole(directory);
        } catch (NoSuchFileException missing) {
            // Or another start moved it away just now.
            return false;
        }
    }

    /** Renames the directory before it is deleted, so that no other start finds a part of it. */
    private static void moveAway(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path old = Files.createTempDirectory(directory.resolveSibling(".").normalize(), PREFIX);
        try {
            Files.move(directory, old, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException moved) {
            // Another start was faster.
        } finally {
            Trees.delete(old);
        }
    }

    private String digest() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** A directory for temporary files is everybody's: whoever guesses the name could have put other programs there. */
    private static void requireOwn(Path directory) throws IOException {
        int owner = (Integer) Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                || owner != PostgresProgram.userId()
                || !permissions.equals(PosixFilePermissions.fromString("rwx------"))) {
            throw new IOException(directory + " is not a directory of this user alone; remove it");
        }
    }

    private static boolean isWhole(Path directory) throws IOException {
        Path count = directory.resolve(COUNT);
        return Files.exists(count) && Files.readString(count).equals(Long.toString(countIn(directory)));
    }

    private static long countIn(Path directory) throws IOException {
        try (Stream<Path> entries = Files.walk(directory)) {
            return entries.filter(entry -> !entry.endsWith(COUNT)).count();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void unpack(Path directory) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, directory.resolve(entry.getName()));
            }
        }
        Files.writeString(directory.resolve(COUNT), Long.toString(countIn(directory)));
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling(".").normalize());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, target);
            boolean program = (entry.getMode() & OWNER_MAY_EXECUTE) != 0;
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(program ? "rwx------" : "rw-------"));
        }
    }
}
