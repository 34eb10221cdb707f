package dev.millrace.api.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.hostile.RawRequest.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One spelling for each value, and each value once: what one program reads leniently, the next one reads differently. */
class StrictInputTest {
    private static final byte[] BODY = RawRequest.utf8("{\"tool\":\"anything\"}");
    private static final String JSON = "Content-Type: application/json";
    private static final List<String> NOT_FIVE =
            List.of("%D9%A5", "%2B5", "00005", "05", "5%20", "+5", "5.0", "5e0", "0x5", "%EF%BC%95", "5%0A", "-5", "");
    private static final TestNode NODE = TestNode.startWritable();
    private static String job;

    @BeforeAll
    static void prepare() {
        job = NODE.submit("{\"tool\":\"anything\"}").at("/links/self").stringValue();
    }

    @AfterAll
    static void stop() {
        NODE.close();
    }

    static List<String> otherSpellings() {
        List<String> paths = new ArrayList<>();
        for (String number : NOT_FIVE) {
            paths.add("/api/v1/jobs?limit=" + number);
            paths.add("JOB/logs?attempt=" + number);
            paths.add("JOB/logs?after=" + number);
            paths.add("JOB/logs?limit=" + number);
            paths.add("JOB/events?limit=" + number);
            paths.add("JOB/events?after=" + number);
            paths.add("/api/v1/events?after=" + number);
            paths.add("/api/jobs?state=SUCCEEDED&offset=" + number);
            paths.add("/api/jobs?state=SUCCEEDED&limit=" + number);
            paths.add("JOB?wait=" + number + "s");
        }
        paths.add("JOB?wait=1m05s");
        paths.add("JOB?wait=5s&wait=5s");
        paths.add("/api/v1/jobs?limit=5&limit=6");
        paths.add("/api/v1/jobs?cursor=1-1-1-1-1");
        return paths;
    }

    @ParameterizedTest
    @MethodSource("otherSpellings")
    void numberOfAnotherSpelling_isRefused(String path) throws IOException {
        assertEquals(400, get(path).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/jobs?limit=5",
                "JOB/logs?attempt=5&after=0&limit=5",
                "JOB/events?limit=5&after=0",
                "JOB?wait=5ms",
                "/api/jobs?state=SUCCEEDED&offset=0&limit=5"
            })
    void plainNumber_isTaken(String path) throws IOException {
        assertEquals(200, get(path).status());
    }

    @ParameterizedTest
    @CsvSource({
        "events,05", "events,+5", "events,٥", "events,1:5", "events,9223372036854775807", "logs,05:1", "logs,1:05",
        "logs,1:+5", "logs,1:", "logs,:5", "logs,1:5:5", "logs,1", "logs,٥:٥", "logs,2147483647:0"
    })
    void lastEventId_isAsItCameInTheStream(String stream, String id) throws IOException {
        String header = "Last-Event-ID: " + new String(RawRequest.utf8(id), StandardCharsets.ISO_8859_1);
        assertEquals(
                400, get("JOB/" + stream, "Accept: text/event-stream", header).status());
    }

    @Test
    void headerThatIsReadOnce_isGivenOnce() throws IOException {
        String event = "Last-Event-ID: 1";
        assertEquals(
                400,
                get("JOB/events", "Accept: text/event-stream", event, event).status());
        assertEquals(400, get("JOB", "Host: localhost").status());
        for (List<String> twice : List.of(
                List.of("Idempotency-Key: one", "Idempotency-Key: two", JSON),
                List.of("Idempotency-Key: one", "Idempotency-Key: one", JSON),
                List.of("Idempotency-Key: one", "Idempotency-Key: ", JSON),
                List.of(JSON, JSON),
                List.of(JSON, "Content-Type: text/plain"),
                List.of("Content-Type: text/plain", JSON))) {
            assertEquals(400, post(twice).status(), twice.toString());
        }
        assertEquals(202, post(List.of("Idempotency-Key: one", JSON)).status());
    }

    @Test
    void headerThatMayBeGivenTwice_isReadToItsEnd() throws IOException {
        assertEquals(
                Optional.of("text/plain;charset=utf-8"),
                get("JOB/logs", "Accept: text/plain;q=0.5", "Accept: application/json;q=0.1")
                        .header("content-type"));
        assertEquals(
                Optional.of("text/plain;charset=utf-8"),
                get("JOB/logs", "Accept: application/json;q=0.1", "Accept: text/plain;q=0.5")
                        .header("content-type"));
        assertEquals(
                403,
                post(List.of(JSON, "Sec-Fetch-Site: none", "Sec-Fetch-Site: cross-site"))
                        .status());
        String id = get("JOB", "X-Request-Id: one", "X-Request-Id: two")
                .header("x-request-id")
                .orElseThrow();
        assertNotEquals("one", id);
        assertNotEquals("two", id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip", "br", "deflate", "zstd", "identity, gzip", "unknown", ""})
    void codedBody_isRefused_andTheClientIsToldWhatIsRight(String coding) throws IOException {
        RawResponse refused = post(List.of(JSON, "Content-Encoding: " + coding));
        assertEquals(415, refused.status(), refused.body());
        assertEquals(Optional.of("identity"), refused.header("accept-encoding"));
    }

    @Test
    void bodyThatIsNotCoded_isTaken() throws IOException {
        assertEquals(202, post(List.of(JSON, "Content-Encoding: identity")).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=utf-16",
                "application/json; charset=iso-8859-1",
                "application/json; charset=\"\"",
                "application/json; charset=",
                "application/json; charset='utf-8'",
                "application/json; charset=utf-8; charset=utf-8",
                "application/json; charset=utf-8; charset=latin1",
                "application/json; charset",
                "application/json, text/plain",
                "application/json text/plain",
                "application/json; =utf-8",
                "application/json; a=\"b",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded",
                "text/json",
                "*/*",
                ""
            })
    void bodyOfAnotherType_isRefused(String type) throws IOException {
        RawResponse refused = post(List.of("Content-Type: " + type));
        assertEquals(415, refused.status(), refused.body());
        assertTrue(refused.body().contains("UNSUPPORTED_MEDIA_TYPE"), refused.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;",
                "application/json;charset=UTF-8",
                "application/json ; Charset=\"utf-8\" ; a=\"b;c\\\"\"",
                "application/vnd.x+json"
            })
    void jsonInUtf8_isTaken(String type) throws IOException {
        assertEquals(202, post(List.of("Content-Type: " + type)).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, chunked", "identity", "gzip", "chunked, chunked", "deflate, chunked"})
    void transferCodingThatIsNotChunked_isRefused(String coding) throws IOException {
        String head = "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\n" + JSON + "\r\nTransfer-Encoding: " + coding
                + "\r\nConnection: close\r\n\r\n";
        RawResponse refused = RawResponse.to(RawRequest.verbatim(head + "0\r\n\r\n", Outcome.REFUSED), NODE.port());
        assertEquals(400, refused.status(), refused.body());
    }

    private static RawResponse get(String path, String... headers) throws IOException {
        return RawResponse.to(RawRequest.of("GET", path.replace("JOB", job), Outcome.ANSWERED, headers), NODE.port());
    }

    private static RawResponse post(List<String> headers) throws IOException {
        return RawResponse.to(
                RawRequest.withBody("POST", "/api/v1/jobs", BODY, Outcome.ANSWERED, headers.toArray(String[]::new)),
                NODE.port());
    }
}
