package dev.millrace.api.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** Talks to a node, and fails the test on the first response that breaks the OpenAPI document. */
public final class ContractClient {
    private final HttpClient client = HttpClient.newHttpClient();
    private final OpenApiContract contract;
    private final URI node;

    /** A client of the node on this port of this machine. */
    public ContractClient(int port) {
        this(port, OpenApiContract.published());
    }

    ContractClient(int port, OpenApiContract contract) {
        this.node = URI.create("http://127.0.0.1:" + port);
        this.contract = contract;
    }

    /** Headers are names and values by turns. */
    public ApiResponse get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    public ApiResponse post(String path, String... headers) {
        return send("POST", path, BodyPublishers.noBody(), headers);
    }

    public ApiResponse postJson(String path, String body, String... headers) {
        return send("POST", path, BodyPublishers.ofString(body), with("application/json", headers));
    }

    public ApiResponse put(String path, String contentType, String body) {
        return send("PUT", path, BodyPublishers.ofString(body), "Content-Type", contentType);
    }

    public ApiResponse delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    /** Any request. The body of the answer is read to its end: not for event streams. */
    public ApiResponse send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(path)).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        ApiResponse response = exchange(request.build());
        List<String> findings = contract.check(method, URI.create(path).getRawPath(), response);
        assertEquals(List.of(), findings, () -> method + " " + path + " answered " + response.body());
        return response;
    }

    private ApiResponse exchange(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return new ApiResponse(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String[] with(String contentType, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = contentType;
        return all;
    }
}
