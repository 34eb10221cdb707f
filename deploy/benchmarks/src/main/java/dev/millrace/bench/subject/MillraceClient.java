package dev.millrace.bench.subject;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP API. The client does everything on the calling thread and sends a request as one packet: one that hands
 * requests to threads of its own, or sends them piece by piece, would measure that as well.
 */
public final class MillraceClient {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CONNECTIONS = 64;
    private static final RequestConfig LIMITS =
            RequestConfig.custom().setResponseTimeout(Timeout.ofSeconds(60)).build();
    private static final Pattern DURATION = Pattern.compile("dur=([0-9.]+)");

    private final URI base;
    private final CloseableHttpClient http =
            HttpClients.createMinimal(PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(CONNECTIONS)
                    .setMaxConnTotal(CONNECTIONS)
                    .build());

    /** @param base like {@code http://127.0.0.1:8080} */
    public MillraceClient(URI base) {
        this.base = base;
    }

    /**
     * An answer.
     *
     * @param serverMillis what the server says it took; absent when it does not say
     */
    public record Answer(int status, String body, Optional<Double> serverMillis) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        /** @throws BenchException saying what the server said, unless the status is this one */
        public Answer expect(int expected) {
            if (status != expected) {
                throw new BenchException("The server answered " + status + ": " + body);
            }
            return this;
        }
    }

    public URI base() {
        return base;
    }

    public Answer get(String path) throws IOException {
        return exchange(new HttpGet(base.resolve(path)));
    }

    public Answer post(String path, String json) throws IOException {
        HttpPost request = new HttpPost(base.resolve(path));
        request.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
        return exchange(request);
    }

    public Answer postLines(String path, String json) throws IOException {
        HttpPost request = new HttpPost(base.resolve(path));
        request.setEntity(new StringEntity(json, ContentType.create("application/x-ndjson", StandardCharsets.UTF_8)));
        return exchange(request);
    }

    public Answer putYaml(String path, byte[] yaml) throws IOException {
        HttpPut request = new HttpPut(base.resolve(path));
        request.setEntity(new ByteArrayEntity(yaml, ContentType.create("application/yaml")));
        return exchange(request);
    }

    /** A stream of server-sent events, to be closed by the caller. */
    public ClassicHttpResponse stream(String path) throws IOException {
        HttpGet request = new HttpGet(base.resolve(path));
        request.setHeader("Accept", "text/event-stream");
        request.setConfig(LIMITS);
        return http.executeOpen(HttpHost.create(base), request, null);
    }

    private Answer exchange(HttpUriRequestBase request) throws IOException {
        request.setHeader("Accept", "application/json");
        request.setConfig(LIMITS);
        return http.execute(request, MillraceClient::answer);
    }

    private static Answer answer(ClassicHttpResponse response) throws IOException, ParseException {
        String body = response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity());
        Header timing = response.getFirstHeader("Server-Timing");
        return new Answer(response.getCode(), body, serverMillis(timing == null ? null : timing.getValue()));
    }

    public static Optional<Double> serverMillis(@Nullable String serverTiming) {
        Matcher duration = DURATION.matcher(serverTiming == null ? "" : serverTiming);
        return duration.find() ? Optional.of(Double.valueOf(duration.group(1))) : Optional.empty();
    }
}
