package dev.millrace.api.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.http.route.Method;
import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.server.HttpServer;
import dev.millrace.api.http.server.HttpSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dashboard",
                "/dashboard/",
                "/dashboard/jobs",
                "/dashboard/jobs/00000000-0000-0000-0000-000000000000"
            })
    void page_mayAskNobodyButThisNode(String path) throws Exception {
        HttpResponse<String> page = send("GET", path);
        assertEquals(200, page.statusCode());
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertEquals(1, page.headers().allValues("Content-Security-Policy").size());
        assertTrue(policy.contains("default-src 'none'; connect-src 'self'; "), policy);
        Matcher nonce = Pattern.compile("script-src 'nonce-([^']+)'").matcher(policy);
        assertTrue(nonce.find(), policy);
        assertTrue(page.body().contains("nonce=\"" + nonce.group(1) + '"'));
    }

    @Test
    void pagesFiles_areAllServed() throws Exception {
        Matcher files = Pattern.compile("(?:src|href)=\"([^\"]+)\"")
                .matcher(send("GET", "/dashboard").body());
        int count = 0;
        while (files.find()) {
            assertEquals(200, send("GET", files.group(1)).statusCode(), files.group(1));
            count++;
        }
        assertTrue(count > 5, "files: " + count);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dashboard/static/js",
                "/dashboard/static/../../../../../logback-test.xml",
                "/dashboard/static/..%2f..%2findex.html",
                "/dashboard/nothing.js",
                "/dashboard/a.class"
            })
    void noOtherFile_isServed(String path) throws Exception {
        int status = send("GET", path).statusCode();
        assertTrue(status == 404 || status == 400, path + " " + status);
    }

    @Test
    void script_asksNoOutsideHost_andLinksAToolsJob() throws Exception {
        Matcher name = Pattern.compile("/dashboard/static/js/index[^\"]+")
                .matcher(send("GET", "/dashboard").body());
        assertTrue(name.find());
        String script = send("GET", name.group()).body();

        assertFalse(script.contains("fetch(\"https:"));
        assertTrue(script.contains("Promise.resolve(new Response(\"null\"))"));
        assertTrue(script.contains("href:\"/api/v1/jobs/\"+"));
    }
}
