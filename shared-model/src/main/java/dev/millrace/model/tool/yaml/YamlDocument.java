package dev.millrace.model.tool.yaml;

import dev.millrace.model.error.Excerpt;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;

/**
 * A YAML document as JSON, which remembers the lines.
 *
 * @param root with {@link PlainScalar}s where JSON has numbers and booleans
 * @param lines of every value, by JSON pointer
 */
public record YamlDocument(JsonNode root, Map<String, Integer> lines) {
    /** Of a text, in UTF-8. */
    public static final int MAX_BYTES = 256 * 1024;

    static final int MAX_DEPTH = 100;

    private static final int LONGEST_QUOTE = 300;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setCodePointLimit(MAX_BYTES)
            .setMaxAliasesForCollections(50)
            .setAllowRecursiveKeys(false)
            // YamlTree refuses them itself, with the line.
            .setAllowNonScalarKeys(true)
            .build();

    /** @throws YamlException when the text is not one document within the bounds */
    public static YamlDocument read(String text) throws YamlException {
        if (text.length() > MAX_BYTES) {
            throw new YamlException(0, "is larger than 256 KiB");
        }
        try {
            checkDepth(text);
            Iterator<Node> documents =
                    new Compose(SETTINGS).composeAllFromString(text).iterator();
            if (!documents.hasNext()) {
                throw new YamlException(0, "is empty");
            }
            YamlTree tree = new YamlTree();
            JsonNode root = tree.value(documents.next());
            if (documents.hasNext()) {
                throw new YamlException(line(documents.next().getStartMark()), "holds more than one document");
            }
            return new YamlDocument(root, tree.lines());
        } catch (MarkedYamlEngineException e) {
            throw new YamlException(
                    line(e.getProblemMark().or(e::getContextMark)), "is not YAML: " + shortened(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new YamlException(0, "is not YAML: " + shortened(firstLine(e)));
        }
    }

    /** The line of the value at the pointer; where there is none, of the nearest value around it. */
    public int line(String pointer) {
        String place = pointer;
        while (!lines.containsKey(place) && !place.isEmpty()) {
            place = place.substring(0, place.lastIndexOf('/'));
        }
        return lines.getOrDefault(place, 1);
    }

    static int line(Optional<Mark> mark) {
        return mark.map(known -> known.getLine() + 1).orElse(0);
    }

    /** The composer calls itself for each level, the parser of events does not: so this looks first. */
    private static void checkDepth(String text) throws YamlException {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {
                    // No level begins or ends here.
                }
            }
            if (depth > MAX_DEPTH) {
                throw new YamlException(line(event.getStartMark()), "is nested deeper than " + MAX_DEPTH + " levels");
            }
        }
    }

    /** What a message quotes of a document. */
    static String shortened(@Nullable String text) {
        return Excerpt.of(text, LONGEST_QUOTE);
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
