package dev.millrace.api.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.http.route.Method;
import dev.millrace.api.http.route.Route;
import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.job.EventType;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.Priority;
import dev.millrace.model.log.LogStream;
import dev.millrace.model.worker.WorkerState;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plants disagreements and sees that each is found. */
class OpenApiContractTest {
    private static final OpenApiContract PUBLISHED = OpenApiContract.published();
    private static final String JOB = "/api/v1/jobs/01920000-0000-7000-8000-000000000000";
    private static final OpenApiContract SMALL = new OpenApiContract(new JsonMapper().readTree("""
            {"paths": {
              "/things/{id}": {
                "parameters": [{"name": "id", "in": "path"}, {"$ref": "#/components/parameters/Colour"}],
                "get": {"responses": {
                  "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                  "202": {"headers": {"Location": {"required": true}}},
                  "203": {"headers": {"X-Request-Id": {"schema": {"type": "integer", "minimum": 2}}}},
                  "204": {},
                  "5XX": {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}}}},
              "/things/all": {
                "get": {"responses": {"200": {"content": {
                  "application/x-ndjson": {"x-lines": {"$ref": "#/components/schemas/Thing"}},
                  "text/event-stream": {"x-events": {"thing": {"$ref": "#/components/schemas/Thing"}}}}}}}},
              "/files/{name}": {
                "parameters": [{"name": "name", "in": "path", "x-multi-segment": true}],
                "get": {"responses": {"200": {"content": {"*/*": {}}}}}}},
             "components": {
               "parameters": {"Colour": {"name": "colour", "in": "query"}},
               "schemas": {
                 "Thing": {"type": "object", "required": ["name"], "additionalProperties": false,
                           "properties": {"name": {"type": "string"}, "size": {"type": "integer"}}},
                 "Problem": {"type": "object", "required": ["code"]}}}}
            """));

    @Test
    void routes_agreeWhenPathMethodAndQueryDo() {
        assertEquals(
                List.of(),
                SMALL.disagreements(List.of(
                        Route.get("/things/{id}", ctx -> {}, "colour"),
                        Route.get("/things/all", ctx -> {}),
                        Route.get("/files/<name>", ctx -> {}),
                        Route.passThrough(Method.POST, "/elsewhere", ctx -> {}))));
    }

    @Test
    void routes_missingOnEitherSide_areNamed() {
        assertEquals(
                List.of(
                        "Not documented: GET /things/{id} ?",
                        "Not documented: POST /files/{name} ?",
                        "Not served: GET /files/{name} ?",
                        "Not served: GET /things/all ?",
                        "Not served: GET /things/{id} ?colour"),
                SMALL.disagreements(
                        List.of(Route.get("/things/{id}", ctx -> {}), Route.post("/files/<name>", ctx -> {}))));
    }

    @Test
    void response_thatAgrees_hasNoFindings() {
        assertAgrees("/things/1", 200, "application/json;charset=utf-8", "{\"name\":\"a\",\"size\":1}");
        assertAgrees("/files/a/b", 200, "image/png", "bytes");
        assertAgrees("/things/1", 204, "", "");
        assertAgrees("/nothing", 404, "application/problem+json", "{\"code\":\"NOT_FOUND\"}");
        assertAgrees("/things/1", 503, "application/problem+json", "{\"code\":\"UNAVAILABLE\"}");
        assertAgrees("/things/all", 200, "application/x-ndjson", "{\"name\":\"a\"}\n{\"name\":\"b\"}\n");
        assertAgrees(
                "/things/all", 200, "text/event-stream", ": open\n\nid: 1\nevent: thing\ndata: {\"name\":\"a\"}\n\n");
        assertEquals(List.of(), SMALL.check("HEAD", "/things/1", response(200, "application/json", "")));
    }

    @Test
    void response_thatDisagrees_isFound() {
        assertFound("status", "/things/1", 418, "application/json", "{\"name\":\"a\"}");
        assertFound("status", "/nothing", 200, "application/json", "{}");
        assertFound("status", "/nothing", 404, "text/html", "<h1>Jetty</h1>");
        assertFound("code", "/nothing", 404, "application/problem+json", "{}");
        assertFound("content type", "/things/1", 200, "text/plain", "{\"name\":\"a\"}");
        assertFound("not json", "/things/1", 200, "application/json", "{");
        assertFound("name", "/things/1", 200, "application/json", "{\"size\":1}");
        assertFound("integer", "/things/1", 200, "application/json", "{\"name\":\"a\",\"size\":\"1\"}");
        assertFound("colour", "/things/1", 200, "application/json", "{\"name\":\"a\",\"colour\":\"red\"}");
        assertFound("location", "/things/1", 202, "", "");
        assertFound("a body", "/things/1", 204, "", "x");
        assertFound("status", "/things/1", 404, "application/problem+json", "{\"code\":\"NOT_FOUND\"}");
        assertFound("x-request-id", "/things/1", 203, "", "");
        assertFound("name", "/things/all", 200, "application/x-ndjson", "{\"name\":\"a\"}\n{\"size\":1}\n");
        assertFound("not json", "/things/all", 200, "application/x-ndjson", "{\"name\":\"a\"}\nend\n");
        assertFound("name", "/things/all", 200, "text/event-stream", "event: thing\ndata: {\"size\":1}\n\n");
        assertFound("other", "/things/all", 200, "text/event-stream", "event: other\ndata: {\"name\":\"a\"}\n\n");
        assertEquals(
                1, SMALL.checkEvent("/things/1", "thing", "{\"name\":\"a\"}").size());
        assertEquals(
                1,
                SMALL.check("HEAD", "/things/1", response(200, "application/json", "{\"name\":\"a\"}"))
                        .size());
    }

    @Test
    void publishedJob_hasEveryKeyAndNoOther() {
        String job = """
                {"id":"01920000-0000-7000-8000-000000000000","tool":"build-graph","toolRevision":3,"state":"RUNNING",
                 "queue":"default","priority":"normal","parameters":{},"labels":{"team":"docs"},"timeout":"5m",
                 "maxAttempts":1,"attempt":1,"createdAt":"2026-11-22T08:15:30.123456Z",
                 "runAt":"2026-11-22T08:15:30Z","queuedAt":null,"startedAt":null,"finishedAt":null,"worker":null,
                 "progress":{"percent":42,"message":"Fetching pages"},"error":null,"submittedBy":"anonymous","cancelRequested":false,"cancelRequestedBy":null,
                 "retryOf":null,"unique":null,"links":{"self":"/","logs":"/","events":"/","result":"/","artifacts":"/"},
                 "attempts":[]}""";
        assertEquals(List.of(), check(PUBLISHED, JOB, 200, "application/json", job));
        for (String wrong : List.of(
                job.replace("\"attempts\":[]", "\"more\":1,\"attempts\":[]"),
                job.replace("\"tool\":\"build-graph\",", ""),
                job.replace("\"retryOf\":null,", ""),
                job.replace("\"5m\"", "\"PT5M\""),
                job.replace("30.123456Z", "30+01:00"))) {
            assertEquals(
                    1, check(PUBLISHED, JOB, 200, "application/json", wrong).size(), wrong);
        }
    }

    @Test
    void publishedReferences_allLeadSomewhere() {
        JsonNode document = new JsonMapper().readTree(OpenApiDocument.json());
        List<JsonNode> references = document.findValues("$ref");
        assertTrue(references.size() > 100);
        references.forEach(reference -> assertFalse(
                document.at(reference.stringValue().substring(1)).isMissingNode(), reference.stringValue()));
    }

    @Test
    void enumerations_areTheOnesInTheCode() {
        assertEquals(names(ErrorCode.values()), enumeration("ErrorCode"));
        assertEquals(names(FailureCode.values()), enumeration("FailureCode"));
        assertEquals(names(JobState.values()), enumeration("JobState"));
        assertEquals(names(AttemptState.values()), enumeration("AttemptState"));
        assertEquals(names(EventType.values()), enumeration("EventType"));
        assertEquals(names(WorkerState.values()), enumeration("WorkerState"));
        assertEquals(Stream.of(Priority.values()).map(Priority::text).toList(), enumeration("Priority"));
        assertEquals(Stream.of(LogStream.values()).map(LogStream::text).toList(), enumeration("LogStream"));
    }

    private static List<String> names(Enum<?>[] constants) {
        return Stream.of(constants).map(Enum::name).toList();
    }

    private static List<String> enumeration(String schema) {
        JsonNode document = new JsonMapper().readTree(OpenApiDocument.json());
        return document.at("/components/schemas/" + schema + "/enum")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    private static void assertAgrees(String path, int status, String type, String body) {
        assertEquals(List.of(), check(SMALL, path, status, type, body));
    }

    private static void assertFound(String what, String path, int status, String type, String body) {
        List<String> findings = check(SMALL, path, status, type, body);
        assertEquals(1, findings.size(), findings.toString());
        assertTrue(findings.get(0).toLowerCase(java.util.Locale.ROOT).contains(what), findings.toString());
    }

    private static List<String> check(OpenApiContract contract, String path, int status, String type, String body) {
        return contract.check("GET", path, response(status, type, body));
    }

    private static ApiResponse response(int status, String type, String body) {
        Map<String, List<String>> headers = Map.of("Content-Type", List.of(type), "X-Request-Id", List.of("1"));
        return new ApiResponse(status, HttpHeaders.of(headers, (name, value) -> true), body);
    }
}
