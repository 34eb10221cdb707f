package dev.millrace.model.process;

import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Has JNA load its native library. JNA unpacks it and would take the first directory that can be written to, also if
 * nothing there may be executed, fail for good, and leave the file.
 */
public final class NativeAccess {
    private static final String BOOT_PATH = "jna.boot.library.path";
    private static final String DIRECTORY = "jna.tmpdir";

    /** Why it is not there; null if it is. */
    private static final @Nullable String OBSTACLE = load();

    private NativeAccess() {}

    /** Why the C library cannot be called from here, and what to do about it; empty where it can. */
    public static Optional<String> obstacle() {
        return Optional.ofNullable(OBSTACLE);
    }

    private static @Nullable String load() {
        if (isUnpackedAlready()) {
            // It need not look for a directory to unpack it in.
            System.setProperty("jna.nounpack", "true");
            return initialize();
        }
        if (System.getProperty(DIRECTORY) != null) {
            return initialize();
        }
        List<Path> candidates = candidates();
        for (Path candidate : candidates) {
            Optional<Path> directory = executable(candidate);
            if (directory.isPresent()) {
                System.setProperty(DIRECTORY, directory.get().toString());
                try {
                    return initialize();
                } finally {
                    delete(directory.get());
                }
            }
        }
        return "no program may be executed in "
                + String.join(", ", candidates.stream().map(Path::toString).toList())
                + " (mounted noexec?); give Java a directory where it may, with -D" + DIRECTORY + "=DIRECTORY";
    }

    private static boolean isUnpackedAlready() {
        return System.getProperty(BOOT_PATH) != null
                && Files.exists(Path.of(System.getProperty(BOOT_PATH), System.mapLibraryName("jnidispatch")));
    }

    private static @Nullable String initialize() {
        try {
            // Anything of it loads the library.
            return Native.POINTER_SIZE > 0 ? null : "the library of JNA does not work";
        } catch (LinkageError e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static List<Path> candidates() {
        List<Path> candidates = new ArrayList<>();
        candidates.add(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
        candidates.add(Path.of("/var/tmp"));
        String home = System.getProperty("user.home", "");
        if (home.startsWith("/")) {
            candidates.add(Path.of(home));
        }
        return candidates;
    }

    /** A new directory of ours alone in it, if programs may be executed there. */
    private static Optional<Path> executable(Path parent) {
        Path directory;
        try {
            directory = Files.createTempDirectory(parent, "millrace-native-");
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            if (ExecutableDirectory.is(directory)) {
                return Optional.of(directory);
            }
        } catch (IOException e) {
            // No room, or no permissions there.
        }
        delete(directory);
        return Optional.empty();
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            // The next start makes one of its own.
        }
    }
}
