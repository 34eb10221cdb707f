package dev.millrace.model.tool.schema;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import dev.millrace.model.config.Spelling;
import dev.millrace.model.error.Excerpt;
import dev.millrace.model.error.Violation;
import dev.millrace.model.json.Pointers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Says what the validator found in words for somebody who never saw the schema. */
final class SchemaMessages {
    /** A schema's own words for what breaks it: a member that is wrong in any way, but not what is wrong inside it. */
    static final String OWN_WORDS = "x-message";

    private static final int LONGEST = 300;

    /** Names and items that are compared for the sake of one message: a stranger may send very many. */
    private static final int MOST_COMPARED = 100;

    private SchemaMessages() {}

    /** @param document of the schema */
    static Violation violation(Error error, JsonNode document) {
        String place = error.getInstanceLocation() == null
                ? ""
                : error.getInstanceLocation().toString();
        String keyword = error.getKeyword() == null ? "" : error.getKeyword();
        String property = error.getProperty();
        String member = property == null ? place : Pointers.child(place, property);
        JsonNode schema = subschema(error, document);
        return switch (keyword) {
            case "required" -> new Violation(member, "is required" + wanted(schema, property));
            case "dependentRequired" -> new Violation(member, "is required together with what else is given");
            case "additionalProperties", "unevaluatedProperties" ->
                new Violation(member, "is not known here" + known(schema, property));
            case "uniqueItems" -> twice(place, error.getInstanceNode());
            case "propertyNames" -> new Violation(member, message(error, keyword, schema.path(keyword)));
            default -> new Violation(place, message(error, keyword, schema));
        };
    }

    /** The schema that has the keyword; missing where it is in another document. */
    private static JsonNode subschema(Error error, JsonNode document) {
        JsonNode schema = document;
        NodePath keyword = error.getSchemaLocation().getFragment();
        for (int i = 0; keyword != null && i < keyword.getNameCount() - 1; i++) {
            schema = keyword.getElement(i) instanceof Integer index
                    ? schema.path(index)
                    : schema.path(keyword.getName(i));
        }
        return schema;
    }

    private static String wanted(JsonNode schema, @Nullable String property) {
        String words =
                property == null ? "" : ownWords(schema.path("properties").path(property));
        return words.isEmpty() ? "" : "; it " + words;
    }

    private static String known(JsonNode schema, @Nullable String property) {
        List<String> names = new ArrayList<>(schema.path("properties").propertyNames());
        if (property == null || names.isEmpty() || names.size() > MOST_COMPARED) {
            return "";
        }
        return Spelling.nearest(property, names)
                .map(near -> "; did you mean " + near + "?")
                .orElseGet(() -> "; known are " + shortened(String.join(", ", names)));
    }

    /** The validator says once for each such item that there is one. */
    private static Violation twice(String place, @Nullable JsonNode items) {
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; items != null && i < Math.min(items.size(), MOST_COMPARED); i++) {
            if (!seen.add(items.get(i))) {
                return new Violation(Pointers.child(place, i), "is there twice");
            }
        }
        return new Violation(place, "must not hold an item twice");
    }

    private static String ownWords(JsonNode schema) {
        return shortened(schema.path(OWN_WORDS).asString(""));
    }

    private static String message(Error error, String keyword, JsonNode schema) {
        String words = ownWords(schema);
        if (!words.isEmpty()) {
            return words;
        }
        Object[] arguments = error.getArguments() == null ? new Object[0] : error.getArguments();
        String first = arguments.length > 0 ? shortened(String.valueOf(arguments[0])) : "";
        return switch (keyword) {
            case "type" -> "must be of type " + (arguments.length > 1 ? arguments[1] : "?") + ", not " + first;
            case "enum" -> "must be one of " + first;
            case "const" -> "must be " + first;
            case "pattern" -> "must match the pattern " + first;
            case "minimum" -> "must be at least " + first;
            case "maximum" -> "must be at most " + first;
            case "exclusiveMinimum" -> "must be greater than " + first;
            case "exclusiveMaximum" -> "must be less than " + first;
            case "multipleOf" -> "must be a multiple of " + first;
            case "false" -> "is not allowed";
            default -> shortened(error.getMessage());
        };
    }

    /** The text, cut where it gets long: it may quote a schema or a document. */
    static String shortened(@Nullable String text) {
        return Excerpt.of(text, LONGEST);
    }
}
