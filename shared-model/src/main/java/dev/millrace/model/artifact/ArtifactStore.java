package dev.millrace.model.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Keeps artifacts. API and worker nodes must see the same store. */
public interface ArtifactStore {
    /**
     * Keeps a file, for good when this returns; a file that is kept under the same name is replaced.
     *
     * @param name path with {@code /}, without empty, {@code .} or {@code ..} parts
     * @return the SHA-256 of what was kept, in lower-case hexadecimal
     */
    String keep(UUID job, int attempt, String name, Path file) throws IOException;

    /** Opens a kept file; empty when there is none. The caller closes it. */
    Optional<InputStream> open(UUID job, int attempt, String name) throws IOException;

    /** Deletes what a job's attempts left; nothing happens when that is done already. */
    void delete(UUID job) throws IOException;
}
