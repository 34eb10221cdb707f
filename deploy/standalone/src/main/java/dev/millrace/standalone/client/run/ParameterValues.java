package dev.millrace.standalone.client.run;

import dev.millrace.model.json.SyntaxFlaw;
import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.json.ExactJson;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** From the text of a {@code -p} to the value its schema speaks of. */
final class ParameterValues {
    private ParameterValues() {}

    /**
     * Text stays text where the schema allows a string, unless it is a JSON value of another type that the schema allows
     * as well. A number or a boolean that cannot be read is sent as it is: the server says what is wrong with it.
     *
     * @param types as {@link ParameterSchema#types} gives them
     * @throws ClientException when an array or an object is asked for and the text is not JSON
     */
    static JsonNode typed(String name, String text, Set<String> types) {
        if (types.isEmpty() || types.equals(Set.of("string"))) {
            return StringNode.valueOf(text);
        }
        JsonNode value;
        try {
            value = ExactJson.read(text);
        } catch (JacksonException notJson) {
            if (types.contains("string") || !(types.contains("array") || types.contains("object"))) {
                return StringNode.valueOf(text);
            }
            throw ClientException.usage("-p " + name + ": not JSON, and the tool wants an " + String.join(" or ", types)
                    + ": " + flaw(notJson));
        }
        boolean wanted = types.contains(ParameterSchema.typeOf(value))
                || (value.isIntegralNumber() && types.contains("number"))
                || !types.contains("string");
        return wanted ? value : StringNode.valueOf(text);
    }

    /** @param source for the message: what on the command line the text comes from */
    static JsonNode json(String source, String text) {
        try {
            return ExactJson.read(text);
        } catch (JacksonException notJson) {
            throw ClientException.usage(source + ": not JSON: " + flaw(notJson));
        }
    }

    private static String flaw(JacksonException notJson) {
        return SyntaxFlaw.reason(notJson) + ", " + SyntaxFlaw.place(notJson);
    }
}
