package dev.millrace.model.tool.yaml;

import dev.millrace.model.error.Excerpt;
import dev.millrace.model.json.Scalars;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.POJONode;

/**
 * A scalar that stands in a YAML file without quotes and that YAML's core schema takes for a number or a boolean. Only
 * its reader knows what its author meant: where a text is wanted, it is the text as it stands in the file, since a
 * version {@code 1.10} or a mode {@code 0755} does not survive being a number; elsewhere it is the value.
 */
public record PlainScalar(String text, Kind kind) {
    private static final int LONGEST_SHOWN = 40;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9]+");

    public enum Kind {
        BOOLEAN("boolean"),
        INTEGER("number"),
        DECIMAL("number");

        private final String type;

        Kind(String type) {
            this.type = type;
        }
    }

    JsonNode node() {
        return new POJONode(this);
    }

    public static Optional<PlainScalar> of(@Nullable JsonNode node) {
        return node instanceof POJONode holder && holder.getPojo() instanceof PlainScalar plain
                ? Optional.of(plain)
                : Optional.empty();
    }

    /** The text that a node stands for where a text is wanted; empty when it is none. */
    public static Optional<String> text(@Nullable JsonNode node) {
        return node != null && node.isString() ? Optional.of(node.stringValue()) : of(node).map(PlainScalar::text);
    }

    /** What JSON Schema calls its type. */
    public String type() {
        return kind.type;
    }

    /** What to write for the text. */
    public String quoted() {
        return "'" + Excerpt.of(text, LONGEST_SHOWN) + "'";
    }

    /** @throws IllegalArgumentException saying why there is none */
    public JsonNode value() {
        return switch (kind) {
            case BOOLEAN -> NODES.booleanNode(text.toLowerCase(Locale.ROOT).equals("true"));
            case INTEGER -> integer();
            case DECIMAL -> decimal();
        };
    }

    private JsonNode integer() {
        if (text.length() > Scalars.MAX_NUMBER_LENGTH) {
            throw new IllegalArgumentException(
                    "has a number of more than " + Scalars.MAX_NUMBER_LENGTH + " characters");
        }
        if (LEADING_ZERO.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "is a number with a leading zero, which one YAML reads as octal and another "
                            + "as decimal; write it without the zero, or " + quoted() + " for the text");
        }
        int radix = text.startsWith("0x") ? 16 : text.startsWith("0o") ? 8 : 10;
        return radix == 10
                ? Scalars.number(text.startsWith("+") ? text.substring(1) : text)
                : Scalars.number(new BigInteger(text.substring(2), radix).toString());
    }

    private JsonNode decimal() {
        try {
            return Scalars.number(JSON_NUMBER.matcher(text).matches() ? text : new BigDecimal(text).toString());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "has a number that JSON cannot write: " + Excerpt.of(text, LONGEST_SHOWN), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "is not acceptable: " + e.getMessage() + "; write " + quoted() + " for the text", e);
        }
    }
}
