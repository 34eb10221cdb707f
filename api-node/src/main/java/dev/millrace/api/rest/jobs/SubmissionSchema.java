package dev.millrace.api.rest.jobs;

import dev.millrace.model.error.Violation;
import dev.millrace.model.json.Json;
import dev.millrace.model.tool.manifest.ManifestSchema;
import dev.millrace.model.tool.schema.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The schema of a request for a job, from the part of the OpenAPI document that shows it. */
final class SubmissionSchema {
    private static final String RESOURCE = "/dev/millrace/api/openapi/submission.yaml";
    private static final String COMPONENTS = "#/components/schemas/";
    private static final String DEFINITIONS = "$defs";
    private static final JsonSchema COMPILED = JsonSchema.of(read());

    private SubmissionSchema() {}

    /** What the schema finds wrong with a request; nothing where it fits. */
    static List<Violation> violations(JsonNode body) {
        return COMPILED.violations(body);
    }

    /** The schema as a document of its own; its references lead to definitions of the manifests' schema. */
    private static ObjectNode read() {
        String text = Json.write(Json.mapper().valueToTree(yaml())).replace(COMPONENTS, "#/" + DEFINITIONS + "/");
        ObjectNode schema = (ObjectNode) Json.mapper().readTree(text).at("/components/schemas/Submission");
        schema.set(DEFINITIONS, ManifestSchema.document().get(DEFINITIONS));
        // The reader of times takes a little more than date-time says, like a time without seconds.
        ((ObjectNode) schema.at("/properties/runAt")).remove("format");
        return schema;
    }

    private static Object yaml() {
        try (InputStream yaml = Objects.requireNonNull(SubmissionSchema.class.getResourceAsStream(RESOURCE))) {
            return new Load(LoadSettings.builder().build()).loadFromInputStream(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
