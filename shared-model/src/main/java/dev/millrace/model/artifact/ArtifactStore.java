package dev.millrace.model.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;

/** Keeps artifacts. API and worker nodes must see the same store. */
public interface ArtifactStore {
    /**
     * What was kept.
     *
     * @param sha256 in lower-case hexadecimal
     */
    record Kept(long bytes, String sha256) {}

    /**
     * Keeps a file, for good when this returns; a file that is kept under the same name is replaced. When reading the
     * content fails, nothing is kept, and the exception of the stream comes out as it is.
     *
     * @param name path with {@code /}, without empty, {@code .} or {@code ..} parts
     * @param content read to its end, not closed
     */
    Kept keep(UUID job, int attempt, String name, InputStream content) throws IOException;

    /** Opens a kept file; empty when there is none. The caller closes it. */
    Optional<InputStream> open(UUID job, int attempt, String name) throws IOException;

    /** Deletes what a job's attempts left; nothing happens when that is done already. */
    void delete(UUID job) throws IOException;

    /** Whether what is kept can be read and deleted here. */
    boolean isAccessible();
}
