package dev.millrace.worker.runtime.scratch;

import java.nio.file.Path;

/**
 * Where things are for one attempt.
 *
 * @param path absolute
 */
public record AttemptDirectory(Path path) {
    /** The tool's working directory and HOME. */
    public Path work() {
        return path.resolve("work");
    }

    /** What the tool leaves here is kept. */
    public Path artifacts() {
        return path.resolve("artifacts");
    }

    /** The parameter object as JSON, written before the start. */
    public Path parameters() {
        return path.resolve("parameters.json");
    }

    /** Does not exist unless the tool writes it. */
    public Path result() {
        return path.resolve("result.json");
    }
}
