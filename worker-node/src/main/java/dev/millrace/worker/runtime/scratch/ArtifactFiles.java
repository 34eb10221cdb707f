package dev.millrace.worker.runtime.scratch;

import dev.millrace.model.file.FileName;
import dev.millrace.model.file.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what a tool left in {@code $MILLRACE_ARTIFACTS}. */
public final class ArtifactFiles {
    private static final int DEEPEST = 32;
    private static final int LONGEST_NAME = 1_000;
    private static final int LONGEST_SHOWN = 100;
    private static final int MOST_IGNORED = 20;

    private final Path top;
    private final ArtifactLimits limits;
    private final List<Found> files = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private final Deque<Path> directories = new ArrayDeque<>();
    private long bytes;
    private long entries;
    private int others;
    private @Nullable String excess;

    private ArtifactFiles(Path top, ArtifactLimits limits) {
        this.top = top;
        this.limits = limits;
    }

    /**
     * A regular file below the artifacts directory.
     *
     * @param name relative, its parts separated by {@code /}; no control characters, at most 1,000 bytes of UTF-8
     */
    public record Found(String name, Path path, long bytes) {}

    /**
     * What is there.
     *
     * @param files by name; empty when a limit is exceeded
     * @param ignored a sentence for each of the first 20 entries that cannot be an artifact, and one for the rest
     * @param excess the limit that is exceeded, as a sentence
     */
    public record Listing(List<Found> files, List<String> ignored, Optional<String> excess) {
        public Listing {
            files = List.copyOf(files);
            ignored = List.copyOf(ignored);
        }
    }

    /**
     * Lists the directory once the tool has ended. Links are not followed; links, pipes, sockets, names that could not be
     * shown and directories that cannot be read are ignored. Whether a file can be read shows when it is opened.
     */
    public static Listing list(Path directory, ArtifactLimits limits) {
        return new ArtifactFiles(directory, limits).list();
    }

    private Listing list() {
        if (Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)) {
            directories.push(top);
        }
        while (!directories.isEmpty() && excess == null) {
            Path directory = directories.pop();
            try {
                read(directory);
            } catch (IOException e) {
                String name = top.relativize(directory).toString();
                ignore(name.isEmpty() ? "directory" : name, "it cannot be read: " + Reason.withoutPath(e));
            }
        }
        if (others > 0) {
            ignored.add("Artifact not kept: " + others + " more.");
        }
        files.sort(Comparator.comparing(Found::name));
        return new Listing(excess == null ? files : List.of(), ignored, Optional.ofNullable(excess));
    }

    private void read(Path directory) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path entry : stream) {
                add(entry);
                if (excess != null) {
                    return;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void add(Path entry) {
        Path relative = top.relativize(entry);
        String name = relative.toString();
        // Directories and links cost time to look at, so they are bounded as well, if more generously.
        if (++entries > 10L * limits.files() + 10) {
            excess = "The artifacts directory has more than " + (entries - 1) + " entries.";
        } else if (!isStorable(name)) {
            ignore(name, "its name is too long, not UTF-8, or has control characters");
        } else {
            try {
                add(entry, relative, name);
            } catch (IOException e) {
                ignore(name, "it cannot be looked at: " + Reason.withoutPath(e));
            }
        }
    }

    private void add(Path entry, Path relative, String name) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isDirectory() && relative.getNameCount() >= DEEPEST) {
            ignore(name, "it is nested too deeply");
        } else if (attributes.isDirectory()) {
            directories.push(entry);
        } else if (attributes.isRegularFile()) {
            addFile(new Found(name, entry, attributes.size()));
        } else {
            ignore(name, "it is not a regular file");
        }
    }

    private void addFile(Found file) {
        files.add(file);
        bytes += file.bytes();
        if (files.size() > limits.files()) {
            excess = "The tool left more than " + limits.files() + " artifacts.";
        } else if (bytes > limits.bytes()) {
            excess = "The artifacts have more than " + limits.bytes() + " bytes.";
        }
    }

    private void ignore(String name, String why) {
        if (ignored.size() < MOST_IGNORED) {
            ignored.add(notKept(name, why));
        } else {
            others++;
        }
    }

    /** The sentence that says so in the log. */
    public static String notKept(String name, String why) {
        return "Artifact not kept: " + shown(name) + ": " + why + ".";
    }

    private static String shown(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .limit(LONGEST_SHOWN)
                .map(c -> Character.isISOControl(c) ? 0xFFFD : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static boolean isStorable(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME && FileName.isPresentable(name);
    }
}
