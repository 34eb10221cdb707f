package dev.millrace.api.documentation;

import dev.millrace.api.http.route.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds routes and responses to the OpenAPI document. Every finding is a sentence; none means agreement. */
public final class OpenApiContract {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    /** What is answered where there is no such operation: nothing is here, or not by this method. */
    private static final Set<Integer> NO_OPERATION = Set.of(404, 405);

    private static final String EVENT_STREAM = "text/event-stream";

    private final JsonNode document;
    private final DocumentSchemas schemas;

    OpenApiContract(JsonNode document) {
        this.document = document;
        this.schemas = new DocumentSchemas(document);
    }

    /** The contract that the node publishes. */
    public static OpenApiContract published() {
        return new OpenApiContract(new JsonMapper().readTree(OpenApiDocument.json()));
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

    /** What is wrong with a response, by the document. HEAD is answered as GET is, without the body. */
    public List<String> check(String method, String path, ApiResponse response) {
        boolean isHead = method.equals("HEAD");
        Optional<JsonNode> operation = operation(isHead ? "GET" : method, path);
        Optional<JsonNode> declared = operation.flatMap(found -> response(found, response.status()));
        if (declared.isEmpty()) {
            boolean generic = operation.isEmpty()
                    && NO_OPERATION.contains(response.status())
                    && response.hasType("application/problem+json");
            return !generic
                    ? List.of("Status " + response.status() + " is not documented")
                    : isHead ? List.of() : checkProblem(response.body());
        }
        List<String> findings = new ArrayList<>(headerErrors(declared.get(), response));
        JsonNode content = declared.get().path("content");
        if ((isHead || content.isEmpty()) && !response.body().isEmpty()) {
            findings.add("A body, where none is documented");
        }
        if (!content.isEmpty()) {
            Optional<String> type = content.propertyStream()
                    .map(Map.Entry::getKey)
                    .filter(response::hasType)
                    .findFirst();
            if (type.isEmpty()) {
                findings.add("Content type " + response.contentType() + " is not documented");
            } else if (!isHead) {
                findings.addAll(body(content, type.get()).errors(response.body()));
            }
        }
        return findings;
    }

    /** What is wrong with one event of a stream that is got from the path. */
    public List<String> checkEvent(String path, String name, String data) {
        return operation("GET", path)
                .flatMap(operation -> response(operation, 200))
                .map(response -> response.path("content"))
                .filter(content -> content.has(EVENT_STREAM))
                .map(content -> body(content, EVENT_STREAM).errorsOfEvent(name, data))
                .orElse(List.of("There is no stream at " + path));
    }

    /** What is wrong with the body of any error. */
    public List<String> checkProblem(String body) {
        return schemas.errors(document.at("/components/schemas/Problem"), body);
    }

    private DocumentedBody body(JsonNode content, String mediaType) {
        return new DocumentedBody(mediaType, content.get(mediaType), schemas);
    }

    /** As it is declared for the status, or for all of its class. */
    private Optional<JsonNode> response(JsonNode operation, int status) {
        JsonNode responses = operation.get("responses");
        return Stream.of(String.valueOf(status), status / 100 + "XX")
                .filter(responses::has)
                .findFirst()
                .map(responses::get)
                .map(schemas::resolved);
    }

    private List<String> headerErrors(JsonNode declared, ApiResponse response) {
        List<String> findings = new ArrayList<>();
        declared.path("headers").forEachEntry((name, reference) -> {
            JsonNode header = schemas.resolved(reference);
            Optional<String> value = response.header(name);
            if (value.isEmpty() && header.path("required").asBoolean(false)) {
                findings.add("The header " + name + " is missing");
            }
            value.filter(text -> header.has("schema")).stream()
                    .flatMap(text -> schemas.errorsOfText(header.get("schema"), text).stream())
                    .forEach(error -> findings.add("The header " + name + ": " + error));
        });
        return findings;
    }

    private Optional<JsonNode> operation(String method, String path) {
        return document.get("paths")
                .propertyStream()
                .filter(entry -> matches(entry.getKey(), entry.getValue(), path))
                .min(Comparator.comparingLong(entry -> variables(entry.getKey())))
                .map(entry -> entry.getValue().get(method.toLowerCase(Locale.ROOT)));
    }

    private static long variables(String template) {
        return template.chars().filter(character -> character == '{').count();
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
                    .map(schemas::resolved)
                    .filter(parameter -> parameter.get("in").stringValue().equals("query"))
                    .forEach(parameter -> names.add(parameter.get("name").stringValue()));
        }
        return names;
    }
}
