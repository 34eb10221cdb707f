package dev.millrace.model.tool.directory;

import dev.millrace.model.file.Reason;
import dev.millrace.model.json.Json;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.model.tool.manifest.Manifest;
import dev.millrace.model.tool.manifest.ManifestException;
import dev.millrace.model.tool.manifest.ManifestProblem;
import dev.millrace.model.tool.yaml.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A directory of tools. Manifests are in the directory itself or up to three directories further down; in the directory
 * of a tool, that is one with a {@code tool.yaml}, they are called that or end in {@code .tool.yaml}, elsewhere every
 * YAML file is one. What is hidden is left out. Links are followed as long as they stay in the directory, each directory
 * is read once, and what else is skipped is a problem. A manifest is at most 256 KiB, and there are at most 2,000.
 */
public final class ManifestDirectory {
    /** An empty file of this name in a directory says that it is complete: what it lacks shall go out of use. */
    public static final String COMPLETE = ManifestScan.COMPLETE;

    private final Path root;

    public ManifestDirectory(Path root) {
        this.root = root;
    }

    /**
     * What the directory holds.
     *
     * @param tools by name
     * @param problems of the manifests that gave no tool, by file and line, and what else was skipped
     * @param complete whether the directory says that no tool is meant to be but its own
     */
    public record Loaded(Map<String, ToolDefinition> tools, List<ManifestProblem> problems, boolean complete) {
        public Loaded {
            tools = Map.copyOf(tools);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads every manifest. One that is broken is a problem and stops no other; of two with the same name the one whose
     * path comes first counts, and the other is a problem.
     *
     * @throws IOException when the directory itself cannot be read, which says nothing about its tools
     */
    public Loaded load() throws IOException {
        ManifestScan scan = ManifestScan.of(root);
        List<ManifestProblem> problems = new ArrayList<>(scan.problems());
        Map<String, ToolDefinition> tools = new LinkedHashMap<>();
        Map<String, String> files = new TreeMap<>();
        for (String file : scan.files().keySet()) {
            try {
                ToolDefinition tool = Manifest.read(file, text(file), home(file));
                String first = files.putIfAbsent(tool.name(), file);
                if (first == null) {
                    tools.put(tool.name(), tool);
                } else {
                    problems.add(new ManifestProblem(
                            file, 0, "defines the tool " + tool.name() + ", which " + first + " defines already"));
                }
            } catch (ManifestException e) {
                problems.addAll(e.problems());
            } catch (IOException e) {
                problems.add(new ManifestProblem(file, 0, "cannot be read: " + Reason.withoutPath(e)));
            }
        }
        return new Loaded(tools, problems, scan.isComplete());
    }

    /**
     * Changes when a manifest was added, changed, replaced or removed, as far as paths, sizes, times of change and the
     * file system's keys tell. It reads no file, so it may be asked for every second.
     *
     * @throws IOException when the directory itself cannot be read
     */
    public String fingerprint() throws IOException {
        ManifestScan scan = ManifestScan.of(root);
        return Json.sha256Hex(scan.files() + "\n" + scan.problems() + "\n" + scan.isComplete());
    }

    private String text(String file) throws IOException {
        try (InputStream in = Files.newInputStream(root.resolve(file))) {
            return Manifest.text(file, in.readNBytes(YamlDocument.MAX_BYTES + 1));
        }
    }

    /** Whether a file is called as manifests are. */
    public static boolean isManifestName(String file) {
        return ManifestNames.isYaml(file);
    }

    /** The directory of the manifest below the root; {@code .} for the root itself. */
    private static String home(String file) {
        int slash = file.lastIndexOf('/');
        return slash < 0 ? "." : file.substring(0, slash);
    }
}
