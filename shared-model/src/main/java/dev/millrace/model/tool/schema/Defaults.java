package dev.millrace.model.tool.schema;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills in defaults: for each property that is absent and has one, through {@code properties}, {@code items},
 * {@code allOf} and local references, also inside a default that was just filled in. Not through {@code anyOf},
 * {@code oneOf} and {@code if}: which branch holds is not known before the document is complete.
 */
final class Defaults {
    /** Schemas visited for one document; a schema may refer to itself in ways that never end. */
    private static final int MAX_VISITS = 1_000_000;

    private static final int MAX_DEPTH = 500;

    private final ObjectNode root;
    private final boolean present;

    Defaults(ObjectNode root) {
        this.root = root;
        present = root.findValue("default") != null;
    }

    /**
     * Fills in the document itself.
     *
     * @throws MillraceException {@code INVALID_PARAMETERS} when the defaults do not end
     */
    <T extends JsonNode> T fill(T document) {
        return fill(root, document);
    }

    <T extends JsonNode> T fill(JsonNode schema, T document) {
        if (present) {
            new Filling().visit(schema, document, 0);
        }
        return document;
    }

    private @Nullable JsonNode target(JsonNode reference) {
        String text = reference.asString("");
        if (!text.equals("#") && !text.startsWith("#/")) {
            return null;
        }
        try {
            String pointer = URLDecoder.decode(text.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
            return root.at(JsonPointer.compile(pointer));
        } catch (IllegalArgumentException notAPointer) {
            return null;
        }
    }

    private final class Filling {
        private int visits;

        void visit(@Nullable JsonNode schema, JsonNode value, int depth) {
            if (schema == null || !schema.isObject() || !value.isContainer()) {
                return;
            }
            if (++visits > MAX_VISITS || depth > MAX_DEPTH) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETERS, "The defaults of the schema do not end.");
            }
            JsonNode reference = schema.get("$ref");
            if (reference != null) {
                visit(target(reference), value, depth + 1);
            }
            JsonNode all = schema.get("allOf");
            if (all != null) {
                all.forEach(part -> visit(part, value, depth + 1));
            }
            if (value instanceof ObjectNode object) {
                if (schema.get("properties") instanceof ObjectNode properties) {
                    properties.properties().forEach(property -> complete(property, object, depth + 1));
                }
            } else {
                int own = schema.path("prefixItems").size();
                for (int i = own; i < value.size(); i++) {
                    visit(schema.get("items"), value.get(i), depth + 1);
                }
            }
        }

        private void complete(Map.Entry<String, JsonNode> property, ObjectNode object, int depth) {
            JsonNode value = object.get(property.getKey());
            if (value == null) {
                JsonNode byDefault = defaultOf(property.getValue(), 0);
                if (byDefault == null) {
                    return;
                }
                value = byDefault.deepCopy();
                object.set(property.getKey(), value);
            }
            visit(property.getValue(), value, depth);
        }

        private @Nullable JsonNode defaultOf(@Nullable JsonNode schema, int hops) {
            if (schema == null || hops > 20) {
                return null;
            }
            JsonNode own = schema.get("default");
            JsonNode reference = schema.get("$ref");
            return own != null || reference == null ? own : defaultOf(target(reference), hops + 1);
        }
    }
}
