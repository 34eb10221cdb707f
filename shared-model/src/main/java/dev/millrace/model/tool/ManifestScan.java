package dev.millrace.model.tool;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One look at which manifests a directory holds, without reading them. */
final class ManifestScan extends SimpleFileVisitor<Path> {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_FILES = 2_000;
    /** Of any kind: somebody may point the setting at a home directory. */
    private static final int MAX_VISITS = 100_000;

    /** Without symbolic links, so that a link out of it can be told. */
    private final Path root;

    /** YAML files; which of them are manifests depends on the others. */
    private final Set<String> candidates = new TreeSet<>();

    private final Map<String, String> files = new TreeMap<>();
    private final List<ManifestProblem> problems = new ArrayList<>();
    private int visits;

    private ManifestScan(Path root) {
        this.root = root;
    }

    static ManifestScan of(Path root) throws IOException {
        if (!Files.isDirectory(root) || !Files.isReadable(root)) {
            throw new NotDirectoryException(root.toString());
        }
        ManifestScan scan = new ManifestScan(root.toRealPath());
        Files.walkFileTree(scan.root, EnumSet.noneOf(FileVisitOption.class), MAX_DEPTH, scan);
        scan.noteManifests();
        return scan;
    }

    /** Size and time of change of each manifest, by its path below the root, in the order of the paths. */
    Map<String, String> files() {
        return files;
    }

    List<ManifestProblem> problems() {
        return problems;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        return !directory.equals(root) && isHidden(directory) ? FileVisitResult.SKIP_SUBTREE : counted();
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (!attributes.isDirectory() && !isHidden(file) && ManifestNames.isYaml(file.toString())) {
            candidates.add(relative(file));
        }
        return counted();
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        problems.add(new ManifestProblem(relative(file), 0, "cannot be read"));
        return counted();
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
        return FileVisitResult.CONTINUE;
    }

    private void noteManifests() {
        for (String file : ManifestNames.among(candidates)) {
            if (files.size() >= MAX_FILES) {
                problems.add(new ManifestProblem(file, 0, "is one manifest too many; at most " + MAX_FILES));
                return;
            }
            note(file);
        }
    }

    private void note(String relative) {
        Path file = root.resolve(relative);
        try {
            // Links inside are followed: Kubernetes mounts a ConfigMap as links to a hidden directory beside them.
            if (Files.isSymbolicLink(file) && !file.toRealPath().startsWith(root)) {
                problems.add(new ManifestProblem(relative, 0, "is a link out of the tools directory"));
                return;
            }
            BasicFileAttributes target = Files.readAttributes(file, BasicFileAttributes.class);
            if (target.isRegularFile()) {
                files.put(relative, target.size() + " " + target.lastModifiedTime());
            }
        } catch (IOException e) {
            problems.add(new ManifestProblem(relative, 0, "cannot be read"));
        }
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private FileVisitResult counted() {
        if (++visits > MAX_VISITS) {
            problems.add(
                    new ManifestProblem(".", 0, "holds more than " + MAX_VISITS + " files; not all were looked at"));
            return FileVisitResult.TERMINATE;
        }
        return FileVisitResult.CONTINUE;
    }

    private String relative(Path file) {
        return root.relativize(file).toString().replace(File.separatorChar, '/');
    }
}
