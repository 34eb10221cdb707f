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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One look at which manifests a directory holds, without reading them. */
final class ManifestScan extends SimpleFileVisitor<Path> {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_FILES = 2_000;
    /** Of any kind: somebody may point the setting at a home directory. */
    private static final int MAX_VISITS = 100_000;

    /** Without symbolic links, so that a link out of it can be told. */
    private final Path root;

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
        boolean hidden =
                !directory.equals(root) && directory.getFileName().toString().startsWith(".");
        return hidden ? FileVisitResult.SKIP_SUBTREE : counted();
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        String name = file.getFileName().toString();
        if (attributes.isDirectory() || !(name.equals("tool.yaml") || name.endsWith(".tool.yaml"))) {
            return counted();
        }
        if (files.size() >= MAX_FILES) {
            problems.add(new ManifestProblem(relative(file), 0, "is one manifest too many; at most " + MAX_FILES));
            return FileVisitResult.TERMINATE;
        }
        note(file, attributes);
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

    private void note(Path file, BasicFileAttributes attributes) {
        try {
            BasicFileAttributes target = attributes;
            if (attributes.isSymbolicLink()) {
                // Kubernetes mounts a ConfigMap as links to a hidden directory beside them.
                if (!file.toRealPath().startsWith(root)) {
                    problems.add(new ManifestProblem(relative(file), 0, "is a link out of the tools directory"));
                    return;
                }
                target = Files.readAttributes(file, BasicFileAttributes.class);
            }
            if (target.isRegularFile()) {
                files.put(relative(file), target.size() + " " + target.lastModifiedTime());
            }
        } catch (IOException e) {
            problems.add(new ManifestProblem(relative(file), 0, "cannot be read"));
        }
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
