package dev.millrace.api.documentation;

import dev.millrace.model.tool.manifest.ManifestSchema;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The part of the document that shows the very schema by which manifests are checked. */
final class ManifestPart {
    private static final String SCHEMAS = "/components/schemas";
    private static final String NAME = "Manifest";
    private static final String DEFINITIONS = "$defs";
    private static final String PROPERTIES = "properties";

    private ManifestPart() {}

    /**
     * Puts the schema of manifests and its definitions beneath a part of the document.
     *
     * @param part what it says of a manifest goes over what the schema says
     */
    static ObjectNode completed(ObjectNode part) {
        ObjectNode schema = ManifestSchema.document();
        JsonNode definitions = schema.remove(DEFINITIONS);
        schema.remove("$schema");
        ObjectNode schemas = (ObjectNode) part.requiredAt(SCHEMAS);
        ObjectNode more = (ObjectNode) schemas.remove(NAME);
        JsonNode properties = more.remove(PROPERTIES);
        schema.setAll(more);
        properties.forEachEntry(schema.withObjectProperty(PROPERTIES)::set);
        schemas.set(NAME, schema);
        definitions.forEachEntry(schemas::set);
        schemas.forEach(ManifestPart::adapt);
        return part;
    }

    /** References lead to components here. */
    private static void adapt(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                if (entry.getKey().equals("$ref")) {
                    String target = entry.getValue().stringValue();
                    entry.setValue(JsonMapper.shared().valueToTree(target.replace("#/" + DEFINITIONS, "#" + SCHEMAS)));
                }
            }
        }
        node.forEach(ManifestPart::adapt);
    }
}
