package dev.millrace.worker.runtime.process.program;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Looks programs up the way {@code execvp} does, but never in the working directory. */
public final class SystemPath {
    /** The PATH of a tool that declares none. */
    public static final String DEFAULT = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private SystemPath() {}

    /** @throws InvalidPathException if the path or the name has a NUL */
    public static Optional<Path> find(String name, String path) {
        for (String directory : path.split(":", -1)) {
            if (directory.startsWith("/")) {
                Path candidate = Path.of(directory, name);
                if (isProgram(candidate)) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
