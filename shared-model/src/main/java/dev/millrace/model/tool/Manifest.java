package dev.millrace.model.tool;

import dev.millrace.model.error.MillraceException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a manifest: one YAML 1.2 document (core schema, which JSON is a part of) that defines one tool. */
public final class Manifest {
    private Manifest() {}

    /**
     * The document as JSON, not checked yet.
     *
     * @param file what problems call it
     * @throws ManifestException when it is not YAML
     */
    public static JsonNode document(String file, String text) {
        return parse(file, text).root();
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
     * @param home as {@link ToolDefinitions#read} takes it
     * @throws ManifestException with every problem and its line
     */
    public static ToolDefinition read(String file, String text, @Nullable String home) {
        YamlDocument document = parse(file, text);
        try {
            return ToolDefinitions.read(document.root(), home);
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
