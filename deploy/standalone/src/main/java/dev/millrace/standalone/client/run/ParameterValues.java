package dev.millrace.standalone.client.run;

import dev.millrace.standalone.client.exit.ClientException;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** From the text of a {@code -p} to the value its schema speaks of. */
final class ParameterValues {
    /** Numbers keep every digit; a name given twice is a mistake, not a choice. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

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
            value = read(text);
        } catch (JacksonException notJson) {
            if (types.contains("string") || !(types.contains("array") || types.contains("object"))) {
                return StringNode.valueOf(text);
            }
            throw ClientException.usage("-p " + name + ": not JSON, and the tool wants an " + String.join(" or ", types)
                    + ": " + notJson.getOriginalMessage());
        }
        boolean wanted = types.contains(ParameterSchema.typeOf(value))
                || (value.isIntegralNumber() && types.contains("number"))
                || !types.contains("string");
        return wanted ? value : StringNode.valueOf(text);
    }

    /** @param source for the message: what on the command line the text comes from */
    static JsonNode json(String source, String text) {
        try {
            return read(text);
        } catch (JacksonException notJson) {
            throw ClientException.usage(source + ": not JSON: " + notJson.getOriginalMessage());
        }
    }

    private static JsonNode read(String text) {
        JsonNode value = JSON.readTree(text);
        if (value.isMissingNode()) {
            throw new EmptyDocument();
        }
        return value;
    }

    /** Jackson takes the empty text for a document that is missing, and says nothing. */
    private static final class EmptyDocument extends JacksonException {
        private static final long serialVersionUID = 1L;

        EmptyDocument() {
            super("it is empty");
        }

        @Override
        public String getOriginalMessage() {
            return "it is empty";
        }
    }
}
