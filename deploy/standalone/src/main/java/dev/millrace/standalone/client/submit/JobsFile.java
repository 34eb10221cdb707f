package dev.millrace.standalone.client.submit;

import dev.millrace.standalone.client.exit.ClientException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Jobs to read, from their first byte on.
 *
 * @param bytes how many there are; 0 where nobody knows before they have come
 * @param isArray whether they are one JSON array, and not a job a line
 */
record JobsFile(InputStream content, long bytes, boolean isArray) implements AutoCloseable {
    private static final int BLANKS = 4096;

    /**
     * Opens a file.
     *
     * @param name {@code -} for the standard input
     * @throws ClientException when it cannot be read
     */
    static JobsFile open(String name, Path workingDirectory, InputStream standardInput) {
        try {
            if (name.equals("-")) {
                return of(standardInput, 0);
            }
            Path file = workingDirectory.resolve(name);
            // A pipe with a name has no size that says anything.
            return of(Files.newInputStream(file), Files.isRegularFile(file) ? Files.size(file) : 0);
        } catch (IOException e) {
            throw ClientException.usage(
                    "Cannot read " + name + " (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static JobsFile of(InputStream input, long bytes) throws IOException {
        BufferedInputStream content = new BufferedInputStream(input, 2 * BLANKS);
        content.mark(BLANKS);
        int first = content.read();
        for (int read = 1; read < BLANKS && first >= 0 && first <= ' '; read++) {
            first = content.read();
        }
        content.reset();
        return new JobsFile(content, bytes, first == '[');
    }

    String mediaType() {
        return isArray ? "application/json" : "application/x-ndjson";
    }

    /** What the numbers in an answer count. */
    String unit() {
        return isArray ? "job" : "line";
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
