package dev.millrace.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.api.documentation.OpenApiContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of an event stream, which fails on the first event that breaks the OpenAPI document. Reading waits for the next
 * event; a test that uses it has a time limit.
 */
public final class LiveEvents implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final OpenApiContract CONTRACT = OpenApiContract.published();

    private final String path;
    private final InputStream body;
    private final BufferedReader lines;

    private LiveEvents(String path, InputStream body) {
        this.path = path;
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** One event; comments are left out. */
    public record Event(@Nullable String id, String name, JsonNode data) {}

    /** Opens the stream at the path; it is open at the server when this returns. */
    public static LiveEvents open(TestNode node, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<InputStream> response =
                    HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
            assertEquals(200, response.statusCode());
            assertEquals(Optional.of("text/event-stream"), response.headers().firstValue("Content-Type"));
            return new LiveEvents(URI.create(path).getRawPath(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next event; empty when the server has ended the stream. */
    public Optional<Event> next() {
        String id = null;
        String name = null;
        String data = null;
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && name != null && data != null) {
                    assertEquals(List.of(), CONTRACT.checkEvent(path, name, data));
                    return Optional.of(new Event(id, name, JSON.readTree(data)));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next events, so many. */
    public List<Event> next(int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(next().orElseThrow());
        }
        return events;
    }

    /** All events until the server ends the stream. */
    public List<Event> rest() {
        List<Event> events = new ArrayList<>();
        for (Optional<Event> event = next(); event.isPresent(); event = next()) {
            events.add(event.get());
        }
        return events;
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
