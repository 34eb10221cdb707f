package dev.millrace.model.tool.schema;

import com.networknt.schema.Error;
import dev.millrace.model.error.Excerpt;
import dev.millrace.model.error.Violation;
import dev.millrace.model.json.Pointers;
import org.jspecify.annotations.Nullable;

/** Says what the validator found in words for somebody who never saw the schema. */
final class SchemaMessages {
    private static final int LONGEST = 300;

    private SchemaMessages() {}

    static Violation violation(Error error) {
        String place = error.getInstanceLocation() == null
                ? ""
                : error.getInstanceLocation().toString();
        String keyword = error.getKeyword() == null ? "" : error.getKeyword();
        String property = error.getProperty();
        String member = property == null ? place : Pointers.child(place, property);
        return switch (keyword) {
            case "required" -> new Violation(member, "is required");
            case "dependentRequired" -> new Violation(member, "is required together with what else is given");
            case "additionalProperties", "unevaluatedProperties" -> new Violation(member, "is not known here");
            default -> new Violation(place, message(error, keyword));
        };
    }

    private static String message(Error error, String keyword) {
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
            case "uniqueItems" -> "must not hold an item twice";
            case "false" -> "is not allowed";
            default -> shortened(error.getMessage());
        };
    }

    /** The text, cut where it gets long: it may quote a schema or a document. */
    static String shortened(@Nullable String text) {
        return Excerpt.of(text, LONGEST);
    }
}
