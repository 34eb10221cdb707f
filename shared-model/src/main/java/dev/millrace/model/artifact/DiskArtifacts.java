package dev.millrace.model.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Artifacts as files below one directory: {@code <root>/<job>/<attempt>/<name>}. */
public final class DiskArtifacts implements ArtifactStore {
    private final Path root;

    /** @param root made when the first artifact is kept */
    public DiskArtifacts(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public String keep(UUID job, int attempt, String name, Path file) throws IOException {
        Path target = place(job, attempt, name);
        Files.createDirectories(target.getParent());
        Path partial = Files.createTempFile(target.getParent(), ".", ".partial");
        try {
            MessageDigest digest = sha256();
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
                    OutputStream out = new DigestOutputStream(Files.newOutputStream(partial), digest)) {
                in.transferTo(out);
            }
            // Temporary files are private; the API node may run as another user of the same group.
            Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rw-r-----"));
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            return HexFormat.of().formatHex(digest.digest());
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    @Override
    public Optional<InputStream> open(UUID job, int attempt, String name) throws IOException {
        try {
            return Optional.of(Files.newInputStream(place(job, attempt, name), LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private Path place(UUID job, int attempt, String name) throws IOException {
        Path directory = root.resolve(job.toString()).resolve(Integer.toString(attempt));
        Path place = directory.resolve(name).normalize();
        if (!place.startsWith(directory) || place.equals(directory)) {
            throw new IOException("The artifact's name leads out of its directory: " + name);
        }
        return place;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
