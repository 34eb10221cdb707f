package dev.millrace.api.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.api.http.address.AddressSettings;
import dev.millrace.api.http.request.BodyLimits;
import dev.millrace.api.http.route.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server with the routes of one test, and ways to talk to it. */
public final class TestServer implements AutoCloseable {
    public static final int MAX_BODY = 64 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;

    public TestServer(Route... routes) {
        this(
                new HttpSettings(
                        "127.0.0.1",
                        0,
                        List.of(),
                        new BodyLimits(MAX_BODY, Duration.ofMinutes(5)),
                        16,
                        Duration.ofSeconds(15)),
                routes);
    }

    public TestServer(HttpSettings settings, Route... routes) {
        this(settings, AddressSettings.NONE, routes);
    }

    public TestServer(HttpSettings settings, AddressSettings address, Route... routes) {
        server = HttpServer.start(settings, address, List.of(routes));
    }

    public int port() {
        return server.port();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(path, request -> headers.length == 0 ? request : request.headers(headers));
    }

    public HttpResponse<byte[]> bytes(String path, String... headers) {
        return send(path, request -> request.headers(headers), BodyHandlers.ofByteArray());
    }

    public HttpResponse<String> send(String path, UnaryOperator<HttpRequest.Builder> request) {
        return send(path, request, BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(String path, UnaryOperator<HttpRequest.Builder> request, BodyHandler<T> body) {
        try {
            return client.send(request.apply(HttpRequest.newBuilder(uri(path))).build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends the text as it is and returns all that comes back until the server closes. */
    public String raw(String request) {
        try (Socket socket = connect(request)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection on which the text has been sent. */
    public Socket connect(String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }

    public static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    @Override
    public void close() {
        server.close();
    }

    /** The problem that an answer must be. */
    public static JsonNode problem(HttpResponse<String> response, int status) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElseThrow());
        JsonNode problem = json(response.body());
        assertEquals(status, problem.get("status").intValue());
        assertEquals(
                response.headers().firstValue("X-Request-Id").orElseThrow(),
                problem.get("requestId").stringValue());
        return problem;
    }
}
