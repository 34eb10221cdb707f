package dev.millrace.model.tool;

import dev.millrace.model.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
 * YAML file is one. What is hidden is left out, directories that are symbolic links are not entered, and a file that is
 * one must stay in the directory. A manifest is at most 256 KiB, and there are at most 2,000.
 */
public final class ManifestDirectory {
    private static final int MAX_BYTES = 256 * 1024;

    private final Path root;

    public ManifestDirectory(Path root) {
        this.root = root;
    }

    /**
     * What the directory holds.
     *
     * @param tools by name
     * @param problems of the manifests that gave no tool, by file and line
     */
    public record Loaded(Map<String, ToolDefinition> tools, List<ManifestProblem> problems) {
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
                problems.add(new ManifestProblem(file, 0, "cannot be read"));
            }
        }
        return new Loaded(tools, problems);
    }

    /**
     * Changes when a manifest was added, changed or removed, as far as paths, sizes and times of change tell. It reads
     * no file, so it may be asked for every second.
     *
     * @throws IOException when the directory itself cannot be read
     */
    public String fingerprint() throws IOException {
        ManifestScan scan = ManifestScan.of(root);
        return Json.sha256Hex(scan.files() + "\n" + scan.problems());
    }

    private String text(String file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(root.resolve(file))) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new ManifestException(List.of(new ManifestProblem(file, 0, "is larger than 256 KiB")));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ManifestException(List.of(new ManifestProblem(file, 0, "is not UTF-8")));
        }
    }

    /** The directory of the manifest below the root; {@code .} for the root itself. */
    private static String home(String file) {
        int slash = file.lastIndexOf('/');
        return slash < 0 ? "." : file.substring(0, slash);
    }
}
