package dev.millrace.model.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Tells directories in which programs may be executed from those on a file system that is mounted {@code noexec}. */
public final class ExecutableDirectory {
    private ExecutableDirectory() {}

    /**
     * Tries it with a file that is gone afterwards.
     *
     * @throws IOException when no file can be made there
     */
    public static boolean is(Path directory) throws IOException {
        Path probe = Files.createTempFile(
                directory,
                "probe-",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            // The kernel says no to root as well where the file system is mounted so.
            return Files.isExecutable(probe);
        } finally {
            Files.deleteIfExists(probe);
        }
    }
}
