package dev.millrace.api.documentation;

import java.net.http.HttpHeaders;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A response of the API that agrees with its document. */
public record ApiResponse(int status, HttpHeaders headers, String body) {
    private static final JsonMapper JSON = new JsonMapper();

    public JsonNode json() {
        return JSON.readTree(body);
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    public String contentType() {
        return header("Content-Type").orElse("");
    }

    boolean hasType(String mediaRange) {
        return mediaRange.equals("*/*")
                || contentType().split(";", 2)[0].strip().equals(mediaRange);
    }
}
