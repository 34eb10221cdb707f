package dev.millrace.model.tool.manifest;

import dev.millrace.model.error.MillraceException;
import dev.millrace.model.json.Utf8;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.model.tool.yaml.YamlDocument;
import dev.millrace.model.tool.yaml.YamlException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a manifest: one YAML 1.2 document (core schema, which JSON is a part of) that defines one tool. */
public final class Manifest {
    private Manifest() {}

    /**
     * The document for {@link ToolDefinitionJson}, which know what its numbers and booleans are meant for; not checked yet.
     *
     * @param file what problems call it
     * @throws ManifestException when it is not YAML in UTF-8
     */
    public static JsonNode document(String file, byte[] bytes) {
        return parse(file, text(file, bytes)).root();
    }

    /**
     * The text of a manifest.
     *
     * @throws ManifestException when it is larger than 256 KiB, or not UTF-8
     */
    public static String text(String file, byte[] bytes) {
        if (bytes.length > YamlDocument.MAX_BYTES) {
            throw new ManifestException(List.of(new ManifestProblem(file, 0, "is larger than 256 KiB")));
        }
        try {
            return Utf8.decode(bytes);
        } catch (MillraceException e) {
            throw new ManifestException(List.of(new ManifestProblem(file, 0, "is not UTF-8")));
        }
    }

    private static YamlDocument parse(String file, String text) {
        try {
            return YamlDocument.read(text);
        } catch (YamlException e) {
            throw new ManifestException(List.of(new ManifestProblem(file, e.line(), String.valueOf(e.getMessage()))));
        }
    }

    /**
     * Reads and checks one manifest.
     *
     * @param file what problems call it
     * @param home as {@link ToolDefinitionJson#read} takes it
     * @throws ManifestException with every problem and its line
     */
    public static ToolDefinition read(String file, String text, @Nullable String home) {
        YamlDocument document = parse(file, text);
        try {
            return ToolDefinitionJson.read(document.root(), home);
        } catch (MillraceException e) {
            throw new ManifestException(e.violations().stream()
                    .map(violation -> new ManifestProblem(
                            file,
                            document.line(violation.pointer()),
                            violation.pointer().isEmpty()
                                    ? "the manifest " + violation.message()
                                    : violation.pointer().substring(1) + " " + violation.message()))
                    .sorted(Comparator.comparingInt(ManifestProblem::line))
                    .toList());
        }
    }
}
