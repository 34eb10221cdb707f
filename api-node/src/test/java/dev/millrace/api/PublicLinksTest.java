package dev.millrace.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.documentation.ApiResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Whatever answers hold that leads somewhere leads there through the proxy. */
class PublicLinksTest {
    private static final TestNode NODE = TestNode.startAt(Map.of("MILLRACE_TRUSTED_PROXIES", "127.0.0.1"));
    private static final String[] AT_MILLRACE = {"X-Forwarded-Prefix", "/millrace"};
    /** A path of the node's own as a text in a script or a page. */
    private static final Pattern OWN_PATH = Pattern.compile("[\"'`]/(?:dashboard|api|sse|docs|openapi)[^\"'`]*");

    private static final Pattern FILE =
            Pattern.compile("[\"'`](/millrace/(?:dashboard|docs)/[^\"'`]*\\.(?:js|css|png|ico|json))[\"'`]");

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void jobs_leadToTheirParts() {
        ApiResponse submitted = NODE.client().postJson("/api/v1/jobs", "{\"tool\":\"anything\"}", AT_MILLRACE);
        String self = "/millrace/api/v1/jobs/" + submitted.json().get("id").stringValue();
        assertEquals(self, submitted.header("Location").orElseThrow());
        String links = ("{'self':'%1$s','logs':'%1$s/logs','events':'%1$s/events','result':'%1$s/result',"
                        + "'artifacts':'%1$s/artifacts'}")
                .formatted(self)
                .replace('\'', '"');
        String own = self.substring("/millrace".length());
        assertLinks(links, submitted);
        assertLinks(links, NODE.client().get(own, AT_MILLRACE));
        assertLinks(links, NODE.client().post(own + "/cancel", AT_MILLRACE));
        assertLinks(links, NODE.client().get(own + "?wait=1s", AT_MILLRACE));
        JsonNode list = NODE.client().get("/api/v1/jobs?limit=1", AT_MILLRACE).json();
        assertEquals(links, list.at("/items/0/links").toString());
        assertTrue(NODE.client()
                .post(own + "/retry", AT_MILLRACE)
                .header("Location")
                .orElseThrow()
                .startsWith("/millrace/api/v1/jobs/"));
    }

    @Test
    void listsForCallersElsewhere_areNotShared() {
        NODE.submit("{\"tool\":\"anything\"}");
        for (String prefix : List.of("/one", "/two", "")) {
            assertTrue(NODE.client()
                    .get("/api/v1/jobs?limit=1", "X-Forwarded-Prefix", prefix)
                    .json()
                    .at("/items/0/links/self")
                    .stringValue()
                    .startsWith(prefix + "/api/v1/jobs/"));
        }
    }

    @Test
    void tools_haveTheirLocation() {
        ApiResponse made = NODE.client()
                .send(
                        "PUT",
                        "/api/v1/tools/made",
                        BodyPublishers.ofString("{\"run\":{\"command\":[\"true\"]}}"),
                        "Content-Type",
                        "application/json",
                        "X-Forwarded-Prefix",
                        "/millrace");
        assertEquals("/millrace/api/v1/tools/made", made.header("Location").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', '[\"/\"]'",
        "/millrace, '', '[\"/millrace\"]'",
        "/millrace, jobs.example, '[\"https://jobs.example/millrace\",\"/millrace\"]'",
        "'', jobs.example, '[\"https://jobs.example\",\"/\"]'"
    })
    void document_namesItsServers(String prefix, String host, String servers) {
        JsonNode document = NODE.client()
                .get(
                        "/openapi.json",
                        "X-Forwarded-Prefix",
                        prefix,
                        "X-Forwarded-Host",
                        host,
                        "X-Forwarded-Proto",
                        "https")
                .json();
        List<String> urls = document.get("servers")
                .valueStream()
                .map(server -> "\"" + server.get("url").stringValue() + "\"")
                .toList();
        assertEquals(servers, "[" + String.join(",", urls) + "]");
    }

    @Test
    void homePage_leadsToThePages() {
        JsonNode links = NODE.client().get("/", AT_MILLRACE).json().get("links");
        assertEquals("/millrace/docs", links.get("documentation").stringValue());
        links.forEach(link -> assertTrue(link.stringValue().startsWith("/millrace/"), link.toString()));
        String page = NODE.client()
                .get("/", "X-Forwarded-Prefix", "/millrace", "Accept", "text/html")
                .body();
        assertTrue(page.contains("<a href=\"/millrace/dashboard\">"), page);
        assertEquals(List.of(), leadingAstray(page));
    }

    @Test
    void pagesAndTheirScripts_nameNoPathOutside() {
        Set<String> seen = new HashSet<>();
        Deque<String> open =
                new ArrayDeque<>(List.of("/millrace/docs", "/millrace/dashboard", "/millrace/dashboard/jobs"));
        while (!open.isEmpty()) {
            String path = open.pop();
            if (seen.add(path)) {
                String text = page(path, AT_MILLRACE);
                assertEquals(List.of(), leadingAstray(text), path);
                FILE.matcher(text).results().map(match -> match.group(1)).forEach(open::push);
            }
        }
        assertTrue(seen.size() > 15, seen.toString());
    }

    @Test
    void dashboardsScript_asksUnderThePrefix() {
        String page = page("/dashboard", AT_MILLRACE);
        MatchResult script = Pattern.compile("\"/millrace(/dashboard/static/js/index[^\"]*)\"")
                .matcher(page)
                .results()
                .findFirst()
                .orElseThrow();
        String before = page(script.group(1));
        String after = page(script.group(1), AT_MILLRACE);
        for (String path : List.of("\"/dashboard/\"", "\"/dashboard\"", "\"/sse/jobstats\"", "\"/api/jobs/\"")) {
            assertTrue(before.contains(path), path);
            assertTrue(after.contains(path.replace("\"/", "\"/millrace/")), path);
        }
        assertEquals(after, before.replaceAll("([\"'`])(/(?:dashboard|api|sse)\\b)", "$1/millrace$2"));
    }

    @Test
    void artifacts_areFoundUnderTheirHref() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        NODE.worker().succeedWithFiles(NODE.worker().claim(queue), "text/plain", "dir/a b.txt");
        assertEquals(
                "/millrace" + job + "/artifacts/dir/a%20b.txt",
                NODE.client()
                        .get(job + "/artifacts", AT_MILLRACE)
                        .json()
                        .at("/items/0/href")
                        .stringValue());
    }

    private static void assertLinks(String links, ApiResponse response) {
        assertEquals(links, response.json().get("links").toString());
    }

    /** Pages are not in the OpenAPI document, so the contract's client does not take them. */
    private static String page(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + NODE.port() + path));
        try {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
            assertEquals(200, response.statusCode(), path);
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> leadingAstray(String text) {
        return OWN_PATH.matcher(text).results().map(MatchResult::group).toList();
    }
}
