package dev.millrace.api.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.http.HttpServer;
import dev.millrace.api.http.HttpSettings;
import dev.millrace.api.http.Method;
import dev.millrace.api.http.Route;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardPageTest {
    private static final DashboardPage PAGE = new DashboardPage();
    private static final HttpServer SERVER = HttpServer.start(
            HttpSettings.of("127.0.0.1", 0),
            List.of(
                    Route.passThrough(Method.GET, "/dashboard", PAGE),
                    Route.passThrough(Method.GET, "/dashboard/*", PAGE)));

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static HttpResponse<String> send(String method, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + SERVER.port() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.noBody())
                .header("Accept", "text/html")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    /** The page's calls are not below it; a program that looks for them there must not get a page. */
    @ParameterizedTest
    @CsvSource({
        "GET, /dashboard/api, 404",
        "GET, /dashboard/api/, 404",
        "GET, /dashboard/api/jobs, 404",
        "GET, /dashboard/api/jobs/, 404",
        "GET, /dashboard/api/v1/none.json, 404",
        "GET, /dashboard/sse/jobstats, 404",
        "POST, /dashboard/api/jobs, 405",
        "DELETE, /dashboard/api, 405"
    })
    void whatLooksLikeACall_isAnsweredWithAProblem(String method, String path, int status) throws Exception {
        HttpResponse<String> answer = send(method, path);

        assertEquals(status, answer.statusCode());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dashboard/jobs", "/dashboard/apis"})
    void everyOtherPath_isAViewOfThePage(String path) throws Exception {
        HttpResponse<String> answer = send("GET", path);

        assertEquals(200, answer.statusCode());
        assertTrue(answer.headers().firstValue("Content-Type").orElseThrow().startsWith("text/html"));
    }
}
