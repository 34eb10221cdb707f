package dev.millrace.model.tool.yaml;

import dev.millrace.model.json.Pointers;
import dev.millrace.model.json.Scalars;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a tree of YAML nodes into JSON with {@link PlainScalar}s in it, within the bounds that hold for JSON, and notes the
 * line of each value.
 */
final class YamlTree {
    /** Of values after aliases are replaced: a few lines of aliases to aliases stand for billions. */
    private static final int MAX_VALUES = 50_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String INTEGER = "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+";
    private static final String DECIMAL = "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?";

    /** Of the core schema of YAML 1.2. */
    private static final Map<Tag, Scalar> FORMS = Map.of(
            Tag.NULL, new Scalar(Pattern.compile("|~|null|Null|NULL"), null),
            Tag.BOOL, new Scalar(Pattern.compile("true|True|TRUE|false|False|FALSE"), PlainScalar.Kind.BOOLEAN),
            Tag.INT, new Scalar(Pattern.compile(INTEGER), PlainScalar.Kind.INTEGER),
            Tag.FLOAT,
                    new Scalar(
                            Pattern.compile(DECIMAL + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)"),
                            PlainScalar.Kind.DECIMAL));

    /** @param kind absent for null */
    private record Scalar(Pattern form, PlainScalar.@Nullable Kind kind) {}

    private final Map<String, Integer> lines = new HashMap<>();
    private int values;

    Map<String, Integer> lines() {
        return lines;
    }

    JsonNode value(Node node) throws YamlException {
        return value(node, "", 0);
    }

    private JsonNode value(Node node, String pointer, int depth) throws YamlException {
        if (++values > MAX_VALUES || depth > YamlDocument.MAX_DEPTH) {
            throw flaw(node, "stands for too many values; an alias may refer to itself");
        }
        lines.putIfAbsent(pointer, YamlDocument.line(node.getStartMark()));
        if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
            return object(mapping, pointer, depth);
        }
        if (node instanceof SequenceNode sequence && node.getTag().equals(Tag.SEQ)) {
            ArrayNode array = NODES.arrayNode();
            for (Node item : sequence.getValue()) {
                array.add(value(item, Pointers.child(pointer, array.size()), depth + 1));
            }
            return array;
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        throw flaw(node, "has the tag " + node.getTag() + ", which has no meaning here");
    }

    private ObjectNode object(MappingNode mapping, String pointer, int depth) throws YamlException {
        ObjectNode object = NODES.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw flaw(tuple.getKeyNode(), "has a key that is not a plain text");
            }
            String name = checked(key);
            if (object.has(name)) {
                throw flaw(key, "has the key " + YamlDocument.shortened(name) + " twice");
            }
            String place = Pointers.child(pointer, name);
            // A problem with a value is looked for where its key stands.
            lines.put(place, YamlDocument.line(key.getStartMark()));
            object.set(name, value(tuple.getValueNode(), place, depth + 1));
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode node) throws YamlException {
        Tag tag = node.getTag();
        if (tag.equals(Tag.STR)) {
            return NODES.stringNode(checked(node));
        }
        Scalar form = FORMS.get(tag);
        if (form == null) {
            throw flaw(node, "has the tag " + tag + ", which has no meaning here");
        }
        // Only what is tagged by hand can have another form.
        if (!form.form().matcher(node.getValue()).matches()) {
            throw flaw(node, "has the tag " + tag + ", but is none: " + YamlDocument.shortened(node.getValue()));
        }
        return form.kind() == null ? NODES.nullNode() : new PlainScalar(node.getValue(), form.kind()).node();
    }

    private static String checked(ScalarNode node) throws YamlException {
        Optional<String> flaw = Scalars.flaw(node.getValue());
        if (flaw.isPresent()) {
            throw flaw(node, "has a text in which " + flaw.get());
        }
        return node.getValue();
    }

    private static YamlException flaw(Node node, String message) {
        return new YamlException(YamlDocument.line(node.getStartMark()), message);
    }
}
