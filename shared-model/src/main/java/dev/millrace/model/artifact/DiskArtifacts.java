package dev.millrace.model.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Artifacts as files below one directory: {@code <root>/<job>/<attempt>/<name>}. What is kept is on the disk, as the
 * record of it is going to be: neither outlives the other in a power cut.
 */
public final class DiskArtifacts implements ArtifactStore {
    /** Read, write and enter. */
    private static final int GROUP = 070;

    private final Path root;
    private final Sync sync;

    /** Brings a file, or the names in a directory, from memory to the disk. */
    interface Sync {
        void force(Path path) throws IOException;
    }

    /** @param root made when the first artifact is kept */
    public DiskArtifacts(Path root) {
        this(root, DiskArtifacts::force);
    }

    DiskArtifacts(Path root, Sync sync) {
        this.root = root.toAbsolutePath().normalize();
        this.sync = sync;
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Kept keep(UUID job, int attempt, String name, InputStream content) throws IOException {
        Path target = place(job, attempt, name);
        Path directory = Objects.requireNonNull(target.getParent(), "It is below the root");
        makeDirectory(directory);
        Path partial = Files.createTempFile(directory, ".", ".partial");
        try {
            MessageDigest digest = sha256();
            long bytes;
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(partial), digest)) {
                bytes = content.transferTo(out);
            }
            // Temporary files are private; the API node may run as another user of the same group.
            Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rw-r-----"));
            sync.force(partial);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            sync.force(directory);
            return new Kept(bytes, HexFormat.of().formatHex(digest.digest()));
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private void makeDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            makeDirectory(parent);
            try {
                Files.createDirectory(directory);
                if (directory.startsWith(root)) {
                    openToGroup(directory);
                }
            } catch (FileAlreadyExistsException another) {
                // Another worker was faster.
            }
            sync.force(parent);
        }
    }

    /**
     * The API node that deletes it one day may run as another user of the same group, whatever the umask here. A bit that
     * hands the group on is kept.
     */
    private static void openToGroup(Path directory) throws IOException {
        int mode = (int) Files.getAttribute(directory, "unix:mode");
        Files.setAttribute(directory, "unix:mode", mode | GROUP);
    }

    @Override
    public Optional<InputStream> open(UUID job, int attempt, String name) throws IOException {
        try {
            return Optional.of(Files.newInputStream(place(job, attempt, name), LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(UUID job) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(root.resolve(job.toString()))) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException gone) {
            return;
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }

    /** Where nothing has been kept yet, there is no directory. */
    @Override
    public boolean isAccessible() {
        return Files.notExists(root) || (Files.isReadable(root) && Files.isWritable(root) && Files.isExecutable(root));
    }

    private Path place(UUID job, int attempt, String name) throws IOException {
        Path directory = root.resolve(job.toString()).resolve(Integer.toString(attempt));
        Path place = resolved(directory, name);
        if (!place.startsWith(directory) || place.equals(directory)) {
            throw new IOException("The artifact's name leads out of its directory: " + name);
        }
        return place;
    }

    private static Path resolved(Path directory, String name) throws IOException {
        try {
            return directory.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new IOException("The artifact's name cannot be written here; start the node with LC_ALL=C.UTF-8", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
