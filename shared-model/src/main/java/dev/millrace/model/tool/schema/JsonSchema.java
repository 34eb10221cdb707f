package dev.millrace.model.tool.schema;

import com.networknt.schema.Error;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A compiled JSON Schema 2020-12 that stands alone: nothing is ever fetched from network or files. Formats are checked.
 * Immutable and thread-safe; compile once, use often.
 */
public final class JsonSchema {
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDialect(
            Dialects.getDraft202012(),
            registry -> registry.schemaCacheEnabled(false)
                    .schemaLoader(loader ->
                            loader.allow(iri -> iri.toString().startsWith("https://json-schema.org/draft/2020-12/")))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .locale(Locale.ROOT)
                            .formatAssertionsEnabled(true)
                            .preloadSchema(true)
                            .regularExpressionFactory(BoundedPattern::new)
                            .build()));
    private static final List<String> BOUNDS = List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");
    private static final JsonSchema META =
            new JsonSchema(REGISTRY.getSchema(SchemaLocation.of(SchemaRules.DIALECT)), MissingNode.getInstance());

    private final Schema schema;

    /** For what violations say. */
    private final JsonNode document;

    private JsonSchema(Schema schema, JsonNode document) {
        this.schema = schema;
        this.document = document;
    }

    /**
     * Compiles a copy of the schema.
     *
     * @throws MillraceException {@code INVALID_TOOL} with a violation for each thing that is wrong with the schema
     */
    public static JsonSchema of(ObjectNode document) {
        List<Violation> violations = new ArrayList<>(META.violations(document));
        violations.addAll(SchemaRules.violations(document));
        if (violations.isEmpty()) {
            try {
                return new JsonSchema(REGISTRY.getSchema(prepared(document.deepCopy())), document.deepCopy());
            } catch (SchemaException | JacksonException e) {
                violations.add(new Violation("", "cannot be compiled: " + SchemaMessages.shortened(e.getMessage())));
            } catch (StackOverflowError e) {
                violations.add(new Violation("", "refers to itself without end"));
            }
        }
        throw new MillraceException(ErrorCode.INVALID_TOOL, "The schema is not valid.", violations);
    }

    /** What is wrong with the instance: at most 100 violations, none when it fits. Ends soon on any instance. */
    public List<Violation> violations(JsonNode instance) {
        return violations(schema, instance);
    }

    /** As {@link #violations}, for the subschema at the pointer. */
    List<Violation> violationsOf(String pointer, JsonNode instance) {
        NodePath path = new NodePath(PathType.JSON_POINTER);
        for (JsonPointer rest = JsonPointer.compile(pointer); !rest.matches(); rest = rest.tail()) {
            path = rest.getMatchingIndex() >= 0
                    ? path.append(rest.getMatchingIndex())
                    : path.append(rest.getMatchingProperty());
        }
        return violations(path.getNameCount() == 0 ? schema : schema.getSubSchema(path), instance);
    }

    private static ObjectNode prepared(ObjectNode schema) {
        // It would only change what "#" means, and every reference is local.
        schema.remove("$id");
        // The validator compares an integer bound as a long, which fails on a number such as 1e300.
        SchemaRules.visit(schema, "", (subschema, pointer) -> {
            // The validator would warn of a keyword that it does not know.
            subschema.remove(SchemaMessages.OWN_WORDS);
            for (String bound : BOUNDS) {
                if (subschema.path(bound).isNumber()) {
                    subschema.put(bound, subschema.path(bound).decimalValue());
                }
            }
        });
        return schema;
    }

    private List<Violation> violations(Schema part, JsonNode instance) {
        BoundedExecution execution = new BoundedExecution();
        BoundedPattern.startCheck();
        List<Violation> unfinished = List.of();
        try {
            part.validate(execution, instance, OutputFormat.DEFAULT);
        } catch (BoundedExecution.EnoughFound e) {
            unfinished = execution.found().isEmpty() ? List.of(new Violation("", "has too many errors")) : List.of();
        } catch (ValidationLimitExceededException | StackOverflowError e) {
            unfinished = List.of(new Violation("", "takes too long to check against its schema"));
        } catch (JacksonException e) {
            unfinished = List.of(new Violation("", "holds a number that is out of range"));
        } catch (SchemaException e) {
            unfinished = List.of(new Violation("", SchemaMessages.shortened(e.getMessage())));
        }
        List<Violation> violations = new ArrayList<>();
        for (Error error : execution.found()) {
            Violation violation = SchemaMessages.violation(error, document);
            if (!violations.contains(violation)) {
                violations.add(violation);
            }
        }
        violations.addAll(unfinished);
        return violations;
    }
}
