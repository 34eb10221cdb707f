package dev.millrace.model.tool.directory;

import dev.millrace.model.file.FileName;
import dev.millrace.model.file.Reason;
import dev.millrace.model.tool.manifest.ManifestProblem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One look at which manifests a directory holds, without reading them. */
final class ManifestScan {
    /** Whoever puts this file into a directory says that it holds all tools there are meant to be. */
    static final String COMPLETE = ".complete";

    private static final int MAX_FILES = 2_000;
    private static final int MAX_PROBLEMS = 200;

    private final Path root;
    private final Map<String, String> files = new TreeMap<>();
    private final List<ManifestProblem> problems = new ArrayList<>();
    private int unnamedProblems;

    private ManifestScan(Path root) {
        this.root = root;
    }

    static ManifestScan of(Path root) throws IOException {
        if (!Files.exists(root)) {
            throw new NoSuchFileException(root.toString());
        }
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(root.toString());
        }
        if (!Files.isReadable(root) || !Files.isExecutable(root)) {
            throw new AccessDeniedException(root.toString());
        }
        ManifestScan scan = new ManifestScan(root.toRealPath());
        scan.note(DirectoryWalk.of(scan.root));
        return scan;
    }

    /** What tells a version of each manifest from others, by its path below the root, in the order of the paths. */
    Map<String, String> files() {
        return files;
    }

    List<ManifestProblem> problems() {
        return problems;
    }

    /** Whether the directory says that it is complete. */
    boolean isComplete() {
        return Files.exists(root.resolve(COMPLETE));
    }

    private void note(DirectoryWalk walk) {
        Set<String> homes = ManifestNames.homes(walk.files().keySet());
        walk.skipped().stream()
                .filter(skipped -> skipped.evenInToolHome() || !ManifestNames.isAtHome(skipped.name(), homes))
                .forEach(skipped -> problem(skipped.name(), skipped.message()));
        for (String file : ManifestNames.among(walk.files().keySet())) {
            if (files.size() >= MAX_FILES) {
                problem(file, "is one manifest too many; at most " + MAX_FILES);
                break;
            }
            note(file, walk.files().getOrDefault(file, root));
        }
        if (unnamedProblems > 0) {
            problems.add(new ManifestProblem(".", 0, "has " + unnamedProblems + " more of these"));
        }
    }

    private void note(String name, Path file) {
        try {
            Path target = file.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(target, BasicFileAttributes.class);
            if (!target.startsWith(root)) {
                problem(name, "is a link out of the tools directory");
            } else if (!attributes.isRegularFile()) {
                problem(name, "is not a regular file");
            } else {
                // The key tells two files apart that were written in the same moment, and are switched by a link.
                files.put(name, attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey());
            }
        } catch (NoSuchFileException e) {
            // A file that was deleted since its directory was listed is no problem.
            if (Files.isSymbolicLink(file)) {
                problem(name, "is a link to what is not there");
            }
        } catch (IOException e) {
            problem(name, "cannot be read: " + Reason.withoutPath(e));
        }
    }

    private void problem(String name, String message) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new ManifestProblem(shown(name), 0, message));
        } else {
            unnamedProblems++;
        }
    }

    private static String shown(String name) {
        return FileName.isPresentable(name) ? name : name.replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
