package dev.millrace.standalone.client.server;

import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.json.ExactJson;
import dev.millrace.standalone.client.network.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A running Millrace. Every method throws {@link UnreachableException} when there is no answer (or 503), and
 * {@link RefusedException} when the answer is an error.
 */
public final class MillraceServer {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int FIRST_ERROR = 300;

    private static final int FIRST_REDIRECT = 300;
    private static final int LAST_REDIRECT = 399;

    private final ServerAddress address;
    private final URI base;
    private final Connection connection;

    public MillraceServer(ServerAddress address, Connection connection) {
        this.address = address;
        this.base = address.base();
        this.connection = connection;
    }

    /** @return without a slash at the end; links of the API come after it */
    public URI base() {
        return base;
    }

    /** The whole address of a link in an answer. */
    public String address(String link) {
        return address.of(link);
    }

    private HttpRequest.Builder request(RequestPath path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.of(path)).timeout(ANSWER);
        address.credentials().ifPresent(known -> request.header("Authorization", known.header()));
        return request;
    }

    public JsonNode get(RequestPath path) {
        return get(path, Duration.ZERO);
    }

    /** @param patience how long the server may take beyond the usual, because it was asked to wait */
    public JsonNode get(RequestPath path, Duration patience) {
        HttpRequest request = request(path)
                .header("Accept", "application/json")
                .timeout(ANSWER.plus(patience))
                .build();
        return json(send(request, BodyHandlers.ofByteArray()));
    }

    /** @param patience how long the server may take beyond the usual, because it has much to do */
    public JsonNode post(RequestPath path, Duration patience) {
        return json(post(path, null, Map.of(), ANSWER.plus(patience)));
    }

    /** Asks for a new job; there may be one already that stands for it. */
    public SubmittedJob submit(RequestPath path, @Nullable JsonNode body, Map<String, String> headers) {
        HttpResponse<byte[]> response = post(path, body, headers, ANSWER);
        return SubmittedJob.of(json(response), response.headers());
    }

    private HttpResponse<byte[]> post(
            RequestPath path, @Nullable JsonNode body, Map<String, String> headers, Duration timeout) {
        HttpRequest.Builder request = request(path)
                .header("Accept", "application/json")
                .timeout(timeout)
                .POST(body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(ExactJson.compact(body)));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return send(request.build(), BodyHandlers.ofByteArray());
    }

    /**
     * Opens an event stream; the caller closes it.
     *
     * @param lastEventId of the last event that arrived on an earlier connection
     */
    public InputStream open(RequestPath path, @Nullable String lastEventId) {
        HttpRequest.Builder request = request(path).header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return streamed(send(request.build(), BodyHandlers.ofInputStream()));
    }

    /**
     * Sends a body as it is read; the caller closes the answer.
     *
     * @param patience how long the server may take beyond the usual, because it has much to do
     */
    public InputStream upload(RequestPath path, Upload upload, Duration patience) {
        HttpRequest request = request(path)
                .header("Accept", "application/json, application/x-ndjson")
                .header("Content-Type", upload.mediaType())
                .timeout(ANSWER.plus(patience))
                .POST(upload.publisher())
                .build();
        return streamed(send(
                request,
                BodyHandlers.ofInputStream(),
                (server, failure) -> upload.failure(server, NoAnswer.of(failure, server, connection.proxy()))));
    }

    private InputStream streamed(HttpResponse<InputStream> response) {
        if (response.statusCode() < FIRST_ERROR) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw Problem.of(base, response.statusCode(), body.readAllBytes());
        } catch (IOException e) {
            throw UnreachableException.silent(base);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        return send(request, handler, (server, failure) -> NoAnswer.of(failure, server, connection.proxy()));
    }

    private <T> HttpResponse<T> send(
            HttpRequest request, BodyHandler<T> handler, BiFunction<URI, IOException, ClientException> noAnswer) {
        HttpResponse<T> response;
        try {
            response = connection.send(request, handler);
        } catch (IOException e) {
            throw noAnswer.apply(base, e);
        }
        if (response.statusCode() >= FIRST_REDIRECT && response.statusCode() <= LAST_REDIRECT) {
            throw moved(response);
        }
        return response;
    }

    /** Not followed: a submission would become a look-up on the way, and whoever redirects may be a page for signing in. */
    private RefusedException moved(HttpResponse<?> response) {
        return new RefusedException(
                response.statusCode(),
                "",
                base + " sends elsewhere, to "
                        + response.headers().firstValue("Location").orElse("no address") + "; set "
                        + ServerAddress.VARIABLE + " to where Millrace is now");
    }

    private JsonNode json(HttpResponse<byte[]> response) {
        if (response.statusCode() >= FIRST_ERROR) {
            throw Problem.of(base, response.statusCode(), response.body());
        }
        try {
            return ExactJson.read(response.body());
        } catch (JacksonException notJson) {
            throw new RefusedException(
                    response.statusCode(), "", "What answers at " + base + " does not talk like Millrace");
        }
    }
}
