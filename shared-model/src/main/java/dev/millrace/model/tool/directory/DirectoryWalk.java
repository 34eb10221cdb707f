package dev.millrace.model.tool.directory;

import dev.millrace.model.file.FileName;
import dev.millrace.model.file.Reason;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the YAML files of a tree. Links to directories are followed as long as they stay in the tree, since Kubernetes
 * mounts files as links to a hidden directory beside them; but each directory is read once, under its own name before
 * that of a link. Whatever is not looked at leaves a word.
 */
final class DirectoryWalk {
    private static final int MAX_DEPTH = 3;
    /** Of any kind: somebody may point the setting at a home directory. */
    private static final int MAX_VISITS = 100_000;

    private final Path root;
    private final Map<String, Path> files = new TreeMap<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final Map<Path, String> namesByDirectory = new HashMap<>();
    private final Deque<Place> directories = new ArrayDeque<>();
    /** Followed when everything else is read. */
    private final TreeMap<String, Path> links = new TreeMap<>();

    private int visits;

    /**
     * Something that was not looked at.
     *
     * @param evenInToolHome whether it is worth a word even in the directory of a tool, where links and data are the tool's own
     */
    record Skipped(String name, String message, boolean evenInToolHome) {}

    private record Place(String name, Path path) {
        int depth() {
            return name.isEmpty() ? 0 : (int) name.chars().filter(c -> c == '/').count() + 1;
        }
    }

    private DirectoryWalk(Path root) {
        this.root = root;
    }

    /** @param root without symbolic links, so that a link out of it can be told */
    static DirectoryWalk of(Path root) throws IOException {
        DirectoryWalk walk = new DirectoryWalk(root);
        walk.directories.push(new Place("", root));
        walk.readAll();
        while (!walk.links.isEmpty() && !walk.hasReachedLimit()) {
            Map.Entry<String, Path> link = walk.links.pollFirstEntry();
            walk.follow(link.getKey(), link.getValue());
        }
        if (walk.hasReachedLimit()) {
            walk.skip(".", "holds more than " + MAX_VISITS + " files; not all were looked at", true);
        }
        return walk;
    }

    /** YAML files and links that are called so, by name below the root. */
    Map<String, Path> files() {
        return files;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    private boolean hasReachedLimit() {
        return visits > MAX_VISITS;
    }

    private void readAll() throws IOException {
        while (!directories.isEmpty() && !hasReachedLimit()) {
            Place directory = directories.pop();
            try {
                read(directory);
            } catch (IOException e) {
                if (directory.name.isEmpty()) {
                    throw e;
                }
                if (!isGone(e)) {
                    skip(directory.name, "cannot be read: " + Reason.withoutPath(e), true);
                }
            }
        }
    }

    private void read(Place directory) throws IOException {
        String before = namesByDirectory.putIfAbsent(directory.path, directory.name);
        if (before != null) {
            skip(directory.name, "is the directory " + before + ", and is read as that", false);
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.path)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (++visits > MAX_VISITS) {
                    return;
                }
                if (!name.startsWith(".")) {
                    look(directory.name.isEmpty() ? name : directory.name + "/" + name, entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void look(String name, Path entry) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean isYaml = ManifestNames.isYaml(name);
            if (!FileName.isPresentable(name)) {
                if (isYaml || attributes.isDirectory()) {
                    skip(name, "has a name that is not UTF-8, or has control characters", false);
                }
            } else if (attributes.isDirectory()) {
                enter(new Place(name, entry));
            } else if (attributes.isSymbolicLink() && (!isYaml || Files.isDirectory(entry))) {
                links.put(name, entry);
            } else if (isYaml) {
                files.put(name, entry);
            }
        } catch (IOException e) {
            if (!isGone(e)) {
                skip(name, "cannot be looked at: " + Reason.withoutPath(e), true);
            }
        }
    }

    /** Whether it was deleted after its directory was listed, as an editor's temporary file is: that is no problem. */
    private static boolean isGone(IOException failure) {
        return failure instanceof NoSuchFileException;
    }

    private void enter(Place directory) {
        if (directory.depth() <= MAX_DEPTH) {
            directories.push(directory);
        } else if (holdsYaml(directory.path)) {
            skip(directory.name, "lies too deep; manifests may lie three directories down", false);
        }
    }

    private static boolean holdsYaml(Path directory) {
        try (DirectoryStream<Path> yaml = Files.newDirectoryStream(directory, "*.{yaml,yml}")) {
            return yaml.iterator().hasNext();
        } catch (IOException | DirectoryIteratorException e) {
            return true;
        }
    }

    private void follow(String name, Path link) throws IOException {
        Path target;
        try {
            target = link.toRealPath();
        } catch (NoSuchFileException e) {
            if (Files.isSymbolicLink(link)) {
                skip(name, "is a link to what is not there", false);
            }
            return;
        } catch (IOException e) {
            skip(name, "is a link that leads nowhere: " + Reason.withoutPath(e), false);
            return;
        }
        if (!Files.isDirectory(target)) {
            return;
        }
        if (!target.startsWith(root)) {
            skip(name, "is a link out of the tools directory", false);
        } else if (link.startsWith(target)) {
            skip(name, "is a link to a directory that it lies in", false);
        } else {
            enter(new Place(name, target));
            readAll();
        }
    }

    private void skip(String name, String message, boolean evenInToolHome) {
        skipped.add(new Skipped(name, message, evenInToolHome));
    }
}
