package dev.millrace.standalone.client.json;

import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.node.JsonNodeType;
import tools.jackson.databind.node.ValueNode;

/** A number that Java would write in another way than it was written: {@code 1e400}, {@code -0}, {@code 1.50E3}. */
final class WrittenNumber extends ValueNode {
    private static final long serialVersionUID = 1L;
    private static final Pattern WHOLE = Pattern.compile("-?\\d+");

    private final String text;

    WrittenNumber(String text) {
        this.text = text;
    }

    @Override
    public void serialize(JsonGenerator generator, SerializationContext context) {
        generator.writeNumber(text);
    }

    @Override
    public JsonNodeType getNodeType() {
        return JsonNodeType.NUMBER;
    }

    @Override
    public JsonToken asToken() {
        return isIntegralNumber() ? JsonToken.VALUE_NUMBER_INT : JsonToken.VALUE_NUMBER_FLOAT;
    }

    @Override
    public boolean isIntegralNumber() {
        return WHOLE.matcher(text).matches();
    }

    @Override
    public String asString() {
        return text;
    }

    @Override
    public String asString(String otherwise) {
        return text;
    }

    @Override
    public ValueNode deepCopy() {
        return this;
    }

    @Override
    protected String _valueDesc() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WrittenNumber number && number.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
