package dev.millrace.worker.runtime.scratch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Where things are for one attempt. Nothing is there before {@link #make}, and nothing has to be. */
public final class AttemptDirectory {
    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path path;
    private final DirectoryPool spares;
    private volatile boolean made;

    /** @param path absolute */
    AttemptDirectory(Path path, DirectoryPool spares) {
        this.path = path;
        this.spares = spares;
    }

    public Path path() {
        return path;
    }

    /** The tool's working directory and HOME. */
    public Path work() {
        return work(path);
    }

    static Path work(Path directory) {
        return directory.resolve("work");
    }

    /** What the tool leaves here is kept. */
    public Path artifacts() {
        return artifacts(path);
    }

    static Path artifacts(Path directory) {
        return directory.resolve("artifacts");
    }

    /** The parameter object as JSON, written before the start. */
    public Path parameters() {
        return parameters(path);
    }

    static Path parameters(Path directory) {
        return directory.resolve("parameters.json");
    }

    /** Does not exist unless the tool writes it. */
    public Path result() {
        return result(path);
    }

    static Path result(Path directory) {
        return directory.resolve("result.json");
    }

    /**
     * Makes the directory, readable by this user only, empty but for the parameters; what is there of an earlier run is
     * removed.
     */
    public void make(String parameters) throws IOException {
        made = true;
        if (!spares.giveAs(path)) {
            Removal.of(path);
            Files.createDirectory(path, OWNER_ONLY);
            Files.createDirectory(work(), OWNER_ONLY);
            Files.createDirectory(artifacts(), OWNER_ONLY);
        }
        byte[] bytes = parameters.getBytes(StandardCharsets.UTF_8);
        try (FileChannel file = FileChannel.open(
                parameters(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                file.write(left);
            }
            file.truncate(bytes.length);
        }
    }

    /**
     * Removes it with all that is in it, if it was made; links are removed, not followed.
     *
     * @throws IOException the first obstacle, after everything else is gone
     */
    public void delete() throws IOException {
        if (made && !spares.take(path)) {
            Removal.of(path);
        }
    }
}
