package dev.millrace.api.http.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.server.TestServer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
    private static final TestServer SERVER = new TestServer(Route.post(
            "/echo", ctx -> RequestBody.json(ctx, body -> JsonResponse.write(ctx, 200, body))));

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void json_isRead() {
        HttpResponse<String> response = post("application/vnd.thing+json; charset=\"UTF-8\"", "{\"b\":1,\"a\":\"ä\"}");
        assertEquals(200, response.statusCode());
        assertEquals("{\"b\":1,\"a\":\"ä\"}", response.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/jsonp", "application/json; charset=iso-8859-1", "json", "application/"
            })
    void otherTypes_areNotSupported(String type) {
        assertEquals(415, post(type, "{}").statusCode());
    }

    @Test
    void missingType_isNotSupported() {
        assertEquals(
                415,
                SERVER.send("/echo", request -> request.POST(BodyPublishers.ofString("{}")))
                        .statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{} {}", "{\"a\":1,\"a\":2}", "[NaN]", "nul", "[1,]"})
    void brokenJson_isMalformed(String body) {
        HttpResponse<String> response = post("application/json", body);
        assertEquals(400, response.statusCode(), response.body());
    }

    @Test
    void deepJson_isMalformed() {
        assertEquals(400, post("application/json", "[".repeat(10_000)).statusCode());
    }

    @Test
    void bodyOfTheLimit_isTaken_andOneByteMoreIsNot() {
        assertEquals(200, post("application/json", quoted(TestServer.MAX_BODY)).statusCode());
        assertEquals(
                413, post("application/json", quoted(TestServer.MAX_BODY + 1)).statusCode());
    }

    @Test
    void chunkedBody_hasTheSameLimit() {
        assertEquals(200, post("application/json", chunked(TestServer.MAX_BODY)).statusCode());
        assertEquals(
                413, post("application/json", chunked(TestServer.MAX_BODY + 1)).statusCode());
        assertEquals(
                413,
                post("application/json", chunked(TestServer.MAX_BODY * 100)).statusCode());
    }

    @Test
    void hugeBody_isRefused() {
        assertEquals(
                413, post("application/json", quoted(TestServer.MAX_BODY * 100)).statusCode());
    }

    private static BodyPublisher chunked(int length) {
        byte[] body = quoted(length).getBytes(StandardCharsets.UTF_8);
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    }

    private static String quoted(int length) {
        return '"' + "x".repeat(length - 2) + '"';
    }

    private static HttpResponse<String> post(String type, String body) {
        return post(type, BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> post(String type, BodyPublisher body) {
        return SERVER.send("/echo", request -> request.POST(body).header("Content-Type", type));
    }
}
