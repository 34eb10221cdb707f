package dev.millrace.api.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document as it is served. It is written in YAML, in one part for each tag, for those who edit it, and read as one
 * JSON document by everybody else.
 */
final class OpenApiDocument {
    private static final List<String> PARTS = List.of(
            "document",
            "common",
            "jobs",
            "job",
            "why",
            "bulk",
            "output",
            "events",
            "submission",
            "tools",
            "queues",
            "node",
            "health");

    private static final JsonMapper JSON = JsonMapper.shared();

    private OpenApiDocument() {}

    static byte[] json() {
        ObjectNode document = joined(parts());
        Shorthand.writeOut(document);
        return JSON.writeValueAsBytes(document);
    }

    private static List<ObjectNode> parts() {
        List<ObjectNode> parts =
                new ArrayList<>(PARTS.stream().map(OpenApiDocument::part).toList());
        parts.add(ManifestPart.completed(part("manifest")));
        return parts;
    }

    /**
     * Puts parts together: the paths of all, and the components of all by kind.
     *
     * @throws IllegalStateException if two of them define the same
     */
    static ObjectNode joined(List<ObjectNode> parts) {
        ObjectNode document = JSON.createObjectNode();
        for (ObjectNode part : parts) {
            for (Map.Entry<String, JsonNode> entry : part.properties()) {
                String key = entry.getKey();
                switch (key) {
                    case "paths" -> addAll(document.withObjectProperty(key), entry.getValue());
                    case "components" ->
                        entry.getValue()
                                .forEachEntry((kind, all) ->
                                        addAll(document.withObjectProperty(key).withObjectProperty(kind), all));
                    default -> add(document, key, entry.getValue());
                }
            }
        }
        return document;
    }

    private static void addAll(ObjectNode target, JsonNode more) {
        more.forEachEntry((key, value) -> add(target, key, value));
    }

    private static void add(ObjectNode target, String key, JsonNode value) {
        if (target.has(key)) {
            throw new IllegalStateException("Two parts of the OpenAPI document define " + key);
        }
        target.set(key, value);
    }

    private static ObjectNode part(String name) {
        String resource = "/dev/millrace/api/openapi/" + name + ".yaml";
        try (InputStream yaml = Objects.requireNonNull(OpenApiDocument.class.getResourceAsStream(resource), resource)) {
            return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
