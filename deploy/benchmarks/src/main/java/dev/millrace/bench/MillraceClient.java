package dev.millrace.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP API. It uses the plain connections of the JDK because they do everything on the calling thread: a client that
 * hands requests to threads of its own would measure those as well.
 */
final class MillraceClient {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 60_000;
    private static final Pattern DURATION = Pattern.compile("dur=([0-9.]+)");

    private final URI base;

    /** @param base like {@code http://127.0.0.1:8080} */
    MillraceClient(URI base) {
        this.base = base;
    }

    /**
     * An answer.
     *
     * @param serverMillis what the server says it took; absent when it does not say
     */
    record Answer(int status, String body, Optional<Double> serverMillis) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        /** @throws BenchException saying what the server said, unless the status is this one */
        Answer expect(int expected) {
            if (status != expected) {
                throw new BenchException("The server answered " + status + ": " + body);
            }
            return this;
        }
    }

    Answer get(String path) throws IOException {
        return exchange(open(path), null);
    }

    Answer post(String path, String json) throws IOException {
        HttpURLConnection connection = open(path);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        return exchange(connection, json.getBytes(StandardCharsets.UTF_8));
    }

    Answer putYaml(String path, byte[] yaml) throws IOException {
        HttpURLConnection connection = open(path);
        connection.setRequestMethod("PUT");
        connection.setRequestProperty("Content-Type", "application/yaml");
        return exchange(connection, yaml);
    }

    /** A stream of server-sent events, to be closed by the caller. */
    InputStream stream(String path) throws IOException {
        HttpURLConnection connection = open(path);
        connection.setRequestProperty("Accept", "text/event-stream");
        return connection.getInputStream();
    }

    private HttpURLConnection open(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) base.resolve(path).toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setRequestProperty("Accept", "application/json");
        return connection;
    }

    private static Answer exchange(HttpURLConnection connection, byte @Nullable [] body) throws IOException {
        if (body != null) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            try (var out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(status, text, serverMillis(connection.getHeaderField("Server-Timing")));
        }
    }

    static Optional<Double> serverMillis(@Nullable String serverTiming) {
        Matcher duration = DURATION.matcher(serverTiming == null ? "" : serverTiming);
        return duration.find() ? Optional.of(Double.valueOf(duration.group(1))) : Optional.empty();
    }
}
