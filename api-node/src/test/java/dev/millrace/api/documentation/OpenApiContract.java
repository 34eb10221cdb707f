package dev.millrace.api.documentation;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.millrace.api.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds routes and responses to the OpenAPI document. Every finding is a sentence; none means agreement. */
public final class OpenApiContract {
    private static final JsonMapper JSON = new JsonMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    /** What any path may answer: there is nothing here, or not by this method. */
    private static final Set<Integer> UNDOCUMENTED = Set.of(404, 405);

    private final JsonNode document;
    private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

    OpenApiContract(JsonNode document) {
        this.document = document;
    }

    /** The contract that the node publishes. */
    public static OpenApiContract published() {
        return new OpenApiContract(JSON.readTree(OpenApiDocument.json()));
    }

    /** Every route and query parameter that is missing in the document, or only there. */
    public List<String> disagreements(List<Route> routes) {
        Set<String> served = new TreeSet<>();
        for (Route route : routes) {
            if (!route.passThrough()) {
                String operation =
                        route.method() + " " + route.path().replace('<', '{').replace('>', '}');
                served.add(operation + " ?" + String.join(",", new TreeSet<>(route.query())));
            }
        }
        Set<String> documented = new TreeSet<>();
        document.get("paths")
                .propertyStream()
                .forEach(path -> path.getValue()
                        .propertyStream()
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .forEach(operation ->
                                documented.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " ?"
                                        + String.join(",", queryParameters(path.getValue(), operation.getValue())))));
        List<String> findings = new ArrayList<>();
        served.stream().filter(route -> !documented.contains(route)).forEach(r -> findings.add("Not documented: " + r));
        documented.stream().filter(route -> !served.contains(route)).forEach(r -> findings.add("Not served: " + r));
        return findings;
    }

    /** What is wrong with a response, by the document. */
    public List<String> check(String method, String path, ApiResponse response) {
        Optional<JsonNode> operation = operation(method, path);
        Optional<JsonNode> declared = operation
                .map(o -> o.get("responses").get(String.valueOf(response.status())))
                .map(this::resolved);
        if (declared.isEmpty()) {
            boolean generic = UNDOCUMENTED.contains(response.status()) && response.hasType("application/problem+json");
            return generic
                    ? schemaErrors(document.at("/components/schemas/Problem"), response.body())
                    : List.of("Status " + response.status() + " is not documented");
        }
        List<String> findings = new ArrayList<>(missingHeaders(declared.get(), response));
        JsonNode content = declared.get().path("content");
        if (content.isEmpty()) {
            if (!response.body().isEmpty()) {
                findings.add("A body, where none is documented");
            }
            return findings;
        }
        Optional<String> type = content.propertyStream()
                .map(Map.Entry::getKey)
                .filter(response::hasType)
                .findFirst();
        if (type.isEmpty()) {
            findings.add("Content type " + response.contentType() + " is not documented");
        } else if (type.get().endsWith("json")) {
            JsonNode schema = content.get(type.get()).get("schema");
            boolean byLine = type.get().endsWith("ndjson");
            Stream<String> values = byLine ? response.body().lines() : Stream.of(response.body());
            values.forEach(value -> findings.addAll(schemaErrors(schema, value)));
        }
        return findings;
    }

    /** What is wrong with the body of any error. */
    public List<String> checkProblem(String body) {
        return schemaErrors(document.at("/components/schemas/Problem"), body);
    }

    private List<String> missingHeaders(JsonNode declared, ApiResponse response) {
        return declared.path("headers")
                .propertyStream()
                .filter(header -> resolved(header.getValue()).path("required").asBoolean(false))
                .filter(header -> response.header(header.getKey()).isEmpty())
                .map(header -> "The header " + header.getKey() + " is missing")
                .toList();
    }

    private List<String> schemaErrors(JsonNode schema, String body) {
        JsonNode value;
        try {
            value = JSON.readTree(body);
        } catch (JacksonException e) {
            return List.of("The body is not JSON");
        }
        List<Error> errors = compiled.computeIfAbsent(schema, this::compile).validate(value);
        // A schema that fails has evaluated nothing, so every key would be named besides the one at fault.
        Predicate<Error> ownFault = error -> !error.getKeyword().equals("unevaluatedProperties");
        boolean noise = errors.stream().anyMatch(ownFault);
        return errors.stream()
                .filter(error -> !noise || ownFault.test(error))
                .map(Error::toString)
                .toList();
    }

    /** The schema as a document of its own in which the references to components resolve. */
    private Schema compile(JsonNode schema) {
        ObjectNode root = JSON.createObjectNode();
        root.putArray("allOf").add(schema);
        root.set("components", document.get("components"));
        return SCHEMAS.getSchema(root);
    }

    private Optional<JsonNode> operation(String method, String path) {
        return document.get("paths")
                .propertyStream()
                .filter(entry -> matches(entry.getKey(), entry.getValue(), path))
                .min((a, b) -> a.getKey().length() - b.getKey().length())
                .map(entry -> entry.getValue().get(method.toLowerCase(Locale.ROOT)));
    }

    private boolean matches(String template, JsonNode item, String path) {
        StringBuilder regex = new StringBuilder();
        for (String part : Pattern.compile("(?=\\{)|(?<=})").split(template, -1)) {
            boolean deep = item.path("parameters")
                    .valueStream()
                    .anyMatch(p -> part.equals("{" + p.path("name").asString("") + "}")
                            && p.path("x-multi-segment").asBoolean(false));
            regex.append(part.startsWith("{") ? (deep ? ".+" : "[^/]+") : Pattern.quote(part));
        }
        return path.matches(regex.toString());
    }

    private Set<String> queryParameters(JsonNode path, JsonNode operation) {
        Set<String> names = new TreeSet<>();
        for (JsonNode owner : List.of(path, operation)) {
            owner.path("parameters")
                    .valueStream()
                    .map(this::resolved)
                    .filter(parameter -> parameter.get("in").stringValue().equals("query"))
                    .forEach(parameter -> names.add(parameter.get("name").stringValue()));
        }
        return names;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").stringValue().substring(1)) : node;
    }
}
