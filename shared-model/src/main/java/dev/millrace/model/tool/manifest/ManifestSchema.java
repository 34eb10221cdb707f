package dev.millrace.model.tool.manifest;

import dev.millrace.model.json.Json;
import dev.millrace.model.tool.schema.JsonSchema;
import dev.millrace.model.tool.yaml.YamlDocument;
import dev.millrace.model.tool.yaml.YamlException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema of manifests, {@code manifest.yaml} among the resources of this package. */
public final class ManifestSchema {
    private static final ObjectNode DOCUMENT = read();
    private static final JsonSchema COMPILED = JsonSchema.of(DOCUMENT);

    private ManifestSchema() {}

    /**
     * A copy of the schema. Keywords beyond JSON Schema 2020-12: {@code x-message} has what a violation says.
     */
    public static ObjectNode document() {
        return DOCUMENT.deepCopy();
    }

    /**
     * Checks a document, perhaps of YAML.
     *
     * @param findings gets what is wrong
     * @return the document with its scalars as texts or values, whichever the schema asks for, and without nulls that count
     *     as absent
     */
    static JsonNode check(JsonNode document, Findings findings) {
        JsonNode typed = new ScalarTypes(DOCUMENT, findings).applied(document);
        findings.endStep();
        findings.addAll(COMPILED.violations(typed));
        findings.endStep();
        return typed;
    }

    private static ObjectNode read() {
        try (InputStream in = Objects.requireNonNull(ManifestSchema.class.getResourceAsStream("manifest.yaml"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return (ObjectNode) new ScalarTypes(Json.object(), new Findings())
                    .applied(YamlDocument.read(text).root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (YamlException e) {
            throw new IllegalStateException("line " + e.line(), e);
        }
    }
}
