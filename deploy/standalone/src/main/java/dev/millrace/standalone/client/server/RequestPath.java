package dev.millrace.standalone.client.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A path below {@code /api/v1} with its query, percent-encoded. */
public final class RequestPath {
    private final String text;

    private RequestPath(String text) {
        this.text = text;
    }

    /** {@code of("jobs", id, "logs")} is {@code /api/v1/jobs/…/logs}. */
    public static RequestPath of(String... segments) {
        return new RequestPath(
                Stream.of(segments).map(RequestPath::encode).collect(Collectors.joining("/", "/api/v1/", "")));
    }

    /** @param value left out where it is null */
    public RequestPath with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        String separator = text.contains("?") ? "&" : "?";
        return new RequestPath(text + separator + name + "=" + encode(value.toString()));
    }

    /** The same parameter once for each value. */
    public RequestPath withEach(String name, List<String> values) {
        RequestPath path = this;
        for (String value : values) {
            path = path.with(name, value);
        }
        return path;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text;
    }
}
