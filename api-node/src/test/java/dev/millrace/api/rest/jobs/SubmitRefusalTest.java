package dev.millrace.api.rest.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.api.documentation.ContractClient;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SubmitRefusalTest {
    private static final TestNode NODE = TestNode.start();
    private static final ContractClient CLIENT = NODE.client();
    private static final int MEBIBYTE = 1 << 20;

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void unknownTool_isNotFound() {
        JsonNode problem = refused(404, "NOT_FOUND", CLIENT.postJson("/api/v1/jobs", "{\"tool\":\"ecko\"}"));
        assertTrue(problem.get("detail").stringValue().contains("'ecko'"), problem.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/text is required",
                "{\"text\":7}|/text must be of type string, not integer",
                "{\"text\":\"hi\",\"times\":11}|/times must be at most 10",
                "{\"text\":\"hi\",\"times\":\"2\"}|/times must be of type integer, not string",
                "{\"text\":\"hi\",\"times\":1.5}|/times must be of type integer, not number",
                "{\"text\":\"hi\",\"times\":null}|/times must be of type integer, not null",
                "{\"text\":\"hi\",\"a/b~c\":1}|/a~1b~0c is not known here; known are text, times",
                "{\"text\":\"123456789012345678901\"}|/text must be at most 20 characters long"
            })
    void parametersThatDoNotFit_areInvalid(String parameters, String violation) {
        ApiResponse response = CLIENT.postJson("/api/v1/jobs", "{\"tool\":\"echo\",\"parameters\":" + parameters + "}");
        JsonNode found =
                refused(422, "INVALID_PARAMETERS", response).get("violations").get(0);
        assertEquals(
                violation,
                found.get("pointer").stringValue() + " " + found.get("message").stringValue());
    }

    @Test
    void allViolations_areReportedTogether() {
        ApiResponse response = CLIENT.postJson("/api/v1/jobs", """
                {"parameters":[],"queue":"Upper Case","priority":"urgent","runAt":"tomorrow","delay":"1 hour","timeout":"0s",
                 "maxAttempts":0,"labels":{"no blanks":"x","n":1},"colour":"red"}""");
        List<String> pointers = refused(400, "INVALID_REQUEST", response)
                .get("violations")
                .valueStream()
                .map(violation -> violation.get("pointer").stringValue())
                .toList();
        assertEquals(
                List.of(
                        "/colour",
                        "/delay",
                        "/delay",
                        "/labels/n",
                        "/labels/no blanks",
                        "/maxAttempts",
                        "/parameters",
                        "/priority",
                        "/queue",
                        "/runAt",
                        "/timeout",
                        "/tool"),
                pointers.stream().sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "\"echo\"",
                "{}",
                "{\"tool\":null}",
                "{\"tool\":7}",
                "{\"tool\":\"echo\",\"parameters\":null}",
                "{\"tool\":\"echo\",\"queue\":null}",
                "{\"tool\":\"echo\",\"queue\":\"\"}",
                "{\"tool\":\"echo\",\"delay\":\"-1s\"}",
                "{\"tool\":\"echo\",\"delay\":\"366d\"}",
                "{\"tool\":\"echo\",\"delay\":60}",
                "{\"tool\":\"echo\",\"runAt\":\"2999-01-01T00:00:00Z\"}",
                "{\"tool\":\"echo\",\"runAt\":\"+999999999-12-31T23:59:59Z\"}",
                "{\"tool\":\"echo\",\"runAt\":\"2030-02-30T00:00:00Z\"}",
                "{\"tool\":\"echo\",\"runAt\":\"2030-01-01T00:00:00\"}",
                "{\"tool\":\"echo\",\"timeout\":\"8d\"}",
                "{\"tool\":\"echo\",\"timeout\":\"99999999999999999999d\"}",
                "{\"tool\":\"echo\",\"maxAttempts\":101}",
                "{\"tool\":\"echo\",\"maxAttempts\":1e400000}",
                "{\"tool\":\"echo\",\"maxAttempts\":2.0}",
                "{\"tool\":\"echo\",\"labels\":[]}",
                "{\"tool\":\"echo\",\"labels\":{\"\":\"x\"}}",
                "{\"tool\":\"echo\",\"priority\":\"HIGH\"}"
            })
    void settingsOutOfBounds_areInvalid(String body) {
        boolean unreadable = body.contains("e400000");
        refused(400, unreadable ? "MALFORMED_REQUEST" : "INVALID_REQUEST", CLIENT.postJson("/api/v1/jobs", body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "tool=echo",
                "{\"tool\":\"echo\"}}",
                "{\"tool\":\"echo\",\"tool\":\"echo\"}",
                "{'tool':'echo'}",
                "{\"tool\":\"echo\",}",
                "{\"tool\":\"a\\u0000b\"}",
                "{\"tool\":\"\\ud800\"}"
            })
    void bodyThatIsNoJson_isMalformed(String body) {
        refused(400, "MALFORMED_REQUEST", CLIENT.postJson("/api/v1/jobs", body));
    }

    @Test
    void bodyOfAnotherType_isNotSupported() {
        String body = "{\"tool\":\"anything\"}";
        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "application/json;charset=latin1")) {
            refused(
                    415,
                    "UNSUPPORTED_MEDIA_TYPE",
                    CLIENT.send("POST", "/api/v1/jobs", BodyPublishers.ofString(body), "Content-Type", type));
        }
        refused(415, "UNSUPPORTED_MEDIA_TYPE", CLIENT.send("POST", "/api/v1/jobs", BodyPublishers.ofString(body)));
    }

    @Test
    void bodyOfAMebibyte_isTaken_andOneByteMoreIsNot() {
        assertEquals(202, CLIENT.postJson("/api/v1/jobs", body(MEBIBYTE)).status());
        refused(413, "TOO_LARGE", CLIENT.postJson("/api/v1/jobs", body(MEBIBYTE + 1)));
        refused(413, "TOO_LARGE", CLIENT.postJson("/api/v1/jobs", body(MEBIBYTE * 8)));
        assertEquals(202, chunked(MEBIBYTE).status());
        refused(413, "TOO_LARGE", chunked(MEBIBYTE + 1));
        refused(413, "TOO_LARGE", chunked(MEBIBYTE * 8));
    }

    private static ApiResponse chunked(int bytes) {
        byte[] body = body(bytes).getBytes(StandardCharsets.UTF_8);
        return CLIENT.send(
                "POST",
                "/api/v1/jobs",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                "Content-Type",
                "application/json");
    }

    private static String body(int bytes) {
        String start = "{\"tool\":\"anything\",\"parameters\":{\"x\":\"";
        return start + "x".repeat(bytes - start.length() - 3) + "\"}}";
    }

    @Test
    void pageOfAnotherOrigin_mayNotSubmit() {
        ApiResponse response =
                CLIENT.postJson("/api/v1/jobs", "{\"tool\":\"anything\"}", "Sec-Fetch-Site", "cross-site");
        refused(403, "FORBIDDEN", response);
    }

    private static JsonNode refused(int status, String code, ApiResponse response) {
        assertEquals(status, response.status(), response.body());
        assertEquals(code, response.json().get("code").stringValue());
        assertFalse(response.header("Location").isPresent());
        return response.json();
    }
}
