package dev.millrace.system.http;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A response that has arrived whole. */
public record Answer(HttpResponse<String> response) {
    public int status() {
        return response.statusCode();
    }

    public String text() {
        return response.body();
    }

    public JsonNode json() {
        return JsonMapper.shared().readTree(text());
    }

    /** Empty when there is no such header. */
    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** @throws AssertionError when the status is another */
    public Answer require(int status) {
        if (status() != status) {
            throw new AssertionError(response.request().method() + " " + response.uri() + " answered " + status()
                    + " instead of " + status + ": " + text());
        }
        return this;
    }
}
