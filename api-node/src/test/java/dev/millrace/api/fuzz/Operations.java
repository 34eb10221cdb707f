package dev.millrace.api.fuzz;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes requests for all operations of the document in turn. */
final class Operations {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");
    private static final JsonMapper JSON = new JsonMapper();

    private final RandomGenerator random;
    private final List<String> jobs;
    private final SchemaValues values;
    private final List<Operation> operations = new ArrayList<>();
    private int next;

    /** What is sent; headers are names and values. */
    record Request(String method, String target, Map<String, String> headers, String body) {}

    private record Operation(String method, String path, List<JsonNode> parameters, JsonNode content) {}

    /** @param jobs ids of some that are there */
    Operations(String document, RandomGenerator random, List<String> jobs) {
        JsonNode tree = JSON.readTree(document);
        this.random = random;
        this.jobs = jobs;
        this.values = new SchemaValues(JSON, tree, random, 0.04);
        tree.get("paths")
                .propertyStream()
                .forEach(path -> path.getValue()
                        .propertyStream()
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .forEach(operation -> operations.add(new Operation(
                                operation.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                Stream.concat(
                                                path.getValue()
                                                        .path("parameters")
                                                        .valueStream(),
                                                operation
                                                        .getValue()
                                                        .path("parameters")
                                                        .valueStream())
                                        .map(values::resolved)
                                        .toList(),
                                operation.getValue().at("/requestBody/content")))));
    }

    int count() {
        return operations.size();
    }

    Request next() {
        Operation operation = operations.get(next++ % operations.size());
        String path = operation.path();
        List<String> query = new ArrayList<>();
        Map<String, String> headers = new TreeMap<>();
        for (JsonNode parameter : operation.parameters()) {
            String name = parameter.get("name").stringValue();
            switch (parameter.get("in").stringValue()) {
                case "path" -> path = path.replace("{" + name + "}", encoded(inPath(name, parameter)));
                case "query" -> {
                    // Once, or more often than it may stand.
                    for (int more = random.nextInt(3); more == 0; more = random.nextInt(4)) {
                        query.add(encoded(name) + "=" + encoded(values.text(name, parameter.get("schema"))));
                    }
                }
                default -> {
                    if (random.nextInt(3) == 0) {
                        headers.put(name, printable(values.text(name, parameter.get("schema"))));
                    }
                }
            }
        }
        if (random.nextInt(50) == 0) {
            query.add(encoded(Junk.text(random)) + "=" + encoded(Junk.text(random)));
        }
        if (random.nextInt(10) == 0) {
            headers.put(
                    "Accept",
                    List.of("text/event-stream", "text/plain", "*/*", "a/b", ";")
                            .get(random.nextInt(5)));
        }
        String text = String.join("&", query);
        if (random.nextInt(8) == 0) {
            text = Junk.spoilt(text, random);
        }
        return new Request(
                operation.method(), text.isEmpty() ? path : path + "?" + text, headers, body(operation, headers));
    }

    private String inPath(String name, JsonNode parameter) {
        if (name.equals("id") && random.nextInt(5) > 0) {
            return jobs.get(random.nextInt(jobs.size()));
        }
        String text = random.nextInt(10) == 0 ? Junk.text(random) : values.text(name, parameter.get("schema"));
        // The client would leave dots out before it sends them.
        return text.isEmpty() || text.startsWith(".") ? "x" : text;
    }

    private String body(Operation operation, Map<String, String> headers) {
        List<Map.Entry<String, JsonNode>> types =
                List.copyOf(operation.content().properties());
        if (types.isEmpty()) {
            return random.nextInt(30) == 0 ? Junk.body(random) : "";
        }
        Map.Entry<String, JsonNode> type = types.get(random.nextInt(types.size()));
        headers.put("Content-Type", random.nextInt(30) == 0 ? "text/html" : type.getKey());
        if (random.nextInt(15) == 0) {
            return Junk.body(random);
        }
        String body = type.getValue().has("x-lines")
                ? lines(type.getValue().get("x-lines"))
                : values.value("", type.getValue().get("schema"), 0).toString();
        return random.nextInt(30) == 0 ? body.substring(0, body.length() / 2) : body;
    }

    private String lines(JsonNode schema) {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(line -> values.value("", schema, 0).toString())
                .collect(Collectors.joining("\n"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The client sends no other characters in a header. */
    private static String printable(String text) {
        return text.replaceAll("[^\\x21-\\x7e]", "_");
    }
}
