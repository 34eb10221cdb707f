package dev.millrace.model.unique;

import dev.millrace.model.job.UniqueKey;
import dev.millrace.model.job.Uniqueness;
import dev.millrace.model.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The key that a rule makes of a job. */
public final class UniqueKeys {
    private UniqueKeys() {}

    /** The single parameters that a rule names and a tool does not have. */
    public static List<String> unknownParameters(Uniqueness rule, Set<String> known) {
        return rule.by().stream()
                .filter(part -> part.startsWith(UniquenessJson.PARAMETER))
                .map(part -> part.substring(UniquenessJson.PARAMETER.length()))
                .filter(name -> !known.contains(name))
                .toList();
    }

    /**
     * The key of a job; the order of keys and the blanks of its JSON do not count.
     *
     * @param parameters with defaults filled in; one that is missing is not the same as one that is null
     */
    public static UniqueKey of(
            Uniqueness rule, String tool, String queue, ObjectNode parameters, Map<String, String> labels) {
        ObjectNode same = Json.object();
        for (String part : rule.by()) {
            switch (part) {
                case "tool" -> same.put(part, tool);
                case "queue" -> same.put(part, queue);
                case "parameters" -> same.set(part, parameters);
                case "labels" -> same.set(part, Json.mapper().valueToTree(labels));
                default -> {
                    ArrayNode one = same.putArray(part);
                    JsonNode value = parameters.get(part.substring(UniquenessJson.PARAMETER.length()));
                    if (value != null) {
                        one.add(value);
                    }
                }
            }
        }
        return new UniqueKey(Json.sha256Hex(Json.canonical(same)), rule);
    }
}
