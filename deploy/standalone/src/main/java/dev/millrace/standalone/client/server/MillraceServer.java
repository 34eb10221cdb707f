package dev.millrace.standalone.client.server;

import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A running Millrace. Every method throws {@link UnreachableException} when there is no answer (or 503), and
 * {@link RefusedException} when the answer is an error.
 */
public final class MillraceServer {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int FIRST_ERROR = 300;

    private final URI base;
    private final HttpClient http;

    public MillraceServer(URI base) {
        this.base = base;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        if ("http".equals(base.getScheme())) {
            builder.sslContext(trustingNobody());
        }
        this.http = builder.build();
    }

    /** A client reads every certificate the system trusts before its first request, needed or not; that takes longer than the request. */
    private static SSLContext trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return without a slash at the end; links of the API come after it */
    public URI base() {
        return base;
    }

    private URI address(RequestPath path) {
        return URI.create(base + path.toString());
    }

    public JsonNode get(RequestPath path) {
        return get(path, Duration.ZERO);
    }

    /** @param patience how long the server may take beyond the usual, because it was asked to wait */
    public JsonNode get(RequestPath path, Duration patience) {
        HttpRequest request = HttpRequest.newBuilder(address(path))
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
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path))
                .header("Accept", "application/json")
                .timeout(timeout)
                .POST(body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
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
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path)).header("Accept", "text/event-stream");
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
        HttpRequest request = HttpRequest.newBuilder(address(path))
                .header("Accept", "application/json, application/x-ndjson")
                .header("Content-Type", upload.mediaType())
                .timeout(ANSWER.plus(patience))
                .POST(upload.publisher())
                .build();
        return streamed(send(request, BodyHandlers.ofInputStream(), upload::failure));
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
        return send(request, handler, UnreachableException::silent);
    }

    private <T> HttpResponse<T> send(
            HttpRequest request, BodyHandler<T> handler, Function<URI, ClientException> noAnswer) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw noAnswer.apply(base);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException(ExitStatus.SERVER, "Interrupted while waiting for " + base);
        }
    }

    private JsonNode json(HttpResponse<byte[]> response) {
        if (response.statusCode() >= FIRST_ERROR) {
            throw Problem.of(base, response.statusCode(), response.body());
        }
        try {
            return JsonMapper.shared().readTree(response.body());
        } catch (JacksonException notJson) {
            throw new RefusedException(
                    response.statusCode(), "", "What answers at " + base + " does not talk like Millrace");
        }
    }
}
