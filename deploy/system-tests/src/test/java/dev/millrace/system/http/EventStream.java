package dev.millrace.system.http;

import static dev.millrace.test.Eventually.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stream of server-sent events, read by a thread of its own until the server or the test ends it. */
public final class EventStream implements AutoCloseable {
    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private final Stream<String> lines;
    private final Thread reader;
    private volatile boolean over;

    /** @param id empty where the server gave none */
    public record Frame(String id, String event, JsonNode data) {}

    EventStream(HttpClient http, URI uri, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<Stream<String>> response = send(http, request.build());
        if (response.statusCode() != 200) {
            throw new AssertionError(uri + " answered " + response.statusCode() + ": "
                    + String.join("\n", response.body().toList()));
        }
        this.lines = response.body();
        this.reader = new Thread(this::read, "stream of " + uri);
        reader.setDaemon(true);
        reader.start();
    }

    private static HttpResponse<Stream<String>> send(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        FrameBuilder next = new FrameBuilder();
        try {
            lines.forEach(line -> next.add(line).ifPresent(frames::add));
        } catch (UncheckedIOException broken) {
            // As good an end as any: a client cannot tell a node that died from one that stopped.
        } finally {
            over = true;
        }
    }

    /** What has arrived so far. */
    public List<Frame> frames() {
        return List.copyOf(frames);
    }

    /** Waits until what has arrived satisfies the predicate. */
    public List<Frame> await(String what, Predicate<List<Frame>> satisfied) {
        return eventually(what, this::frames, satisfied);
    }

    /** Waits for a frame of this kind, and returns it. */
    public Frame awaitEvent(String event) {
        return await(
                        "a frame " + event,
                        all -> all.stream().anyMatch(frame -> frame.event().equals(event)))
                .stream()
                .filter(frame -> frame.event().equals(event))
                .findFirst()
                .map(Objects::requireNonNull)
                .orElseThrow();
    }

    /** Waits until no more can come. */
    public List<Frame> awaitEnd() {
        eventually("the stream ends", () -> over);
        return frames();
    }

    @Override
    public void close() {
        lines.close();
    }

    /** Lines until an empty one; comments are passed over. */
    private static final class FrameBuilder {
        private String id = "";
        private String event = "";
        private String data = "";

        java.util.Optional<Frame> add(String line) {
            if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.startsWith("event:")) {
                event = line.substring(6).strip();
            } else if (line.startsWith("data:")) {
                data += line.substring(5).strip();
            } else if (line.isEmpty() && !data.isEmpty()) {
                Frame frame = new Frame(id, event, JsonMapper.shared().readTree(data));
                id = "";
                event = "";
                data = "";
                return java.util.Optional.of(frame);
            }
            return java.util.Optional.empty();
        }
    }
}
