package dev.millrace.standalone.client.show;

import dev.millrace.standalone.client.json.ExactJson;
import dev.millrace.standalone.client.terminal.Cell;
import dev.millrace.standalone.client.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** A tool's parameter schema as people read it. */
final class ToolParameters {
    private ToolParameters() {}

    /** Those that must be given first, the others in brackets: {@code root [maxPages]}. */
    static List<String> names(JsonNode schema) {
        Set<String> required = required(schema);
        List<String> names = new ArrayList<>();
        List<String> optional = new ArrayList<>();
        for (String name : schema.path("properties").propertyNames()) {
            if (required.contains(name)) {
                names.add(name);
            } else {
                optional.add("[" + name + "]");
            }
        }
        names.addAll(optional);
        return names;
    }

    static Table table(JsonNode schema) {
        Set<String> required = required(schema);
        Table table = new Table("PARAMETER", "TYPE", "DEFAULT", "DESCRIPTION");
        for (Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode value = property.getValue();
            table.row(
                    Cell.of(property.getKey()),
                    Cell.of(type(value)),
                    Cell.of(required.contains(property.getKey()) ? "(required)" : defaultOf(value)),
                    Cell.of(value.path("description").asString("")));
        }
        return table;
    }

    private static Set<String> required(JsonNode schema) {
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(name -> required.add(name.asString("")));
        return required;
    }

    private static String type(JsonNode property) {
        if (property.path("enum").isArray()) {
            List<String> values = new ArrayList<>();
            property.path("enum")
                    .forEach(value -> values.add(value.isString() ? value.asString() : ExactJson.compact(value)));
            return String.join("|", values);
        }
        List<String> types = new ArrayList<>();
        property.path("type").forEach(type -> types.add(type.asString("")));
        String type = property.path("type").isString() ? property.path("type").asString() : String.join("|", types);
        return property.path("format").asString("").equals("path") ? "path" : type;
    }

    private static String defaultOf(JsonNode property) {
        return property.has("default") ? ExactJson.compact(property.path("default")) : "";
    }
}
