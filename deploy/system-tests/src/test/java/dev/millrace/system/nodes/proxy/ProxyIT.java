package dev.millrace.system.nodes.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.system.http.Answer;
import dev.millrace.system.http.ApiClient;
import dev.millrace.system.http.EventStream;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.TestTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The API under a path of a proxy's host: whoever follows what it answers never leaves that path, and finds everything. */
final class ProxyIT {
    private static final String PREFIX = "/millrace";
    /** A path in a page or a script, whole or its beginning. */
    private static final Pattern PATH = Pattern.compile("[\"'`](/[^\"'`<>\\s]*)[\"'`]");

    private static final Pattern OURS =
            Pattern.compile("(/millrace)?/(api|sse|docs|dashboard|health|openapi\\.json)\\b.*");
    private static final Pattern FILE =
            Pattern.compile("/millrace/.*\\.(js|css|png|ico|json)|/millrace/(docs|dashboard)");

    private static Cluster cluster;
    private static Nginx nginx;

    /** How the node learns of the path, and whether the proxy takes it off. */
    enum Setup {
        SETTING("location /millrace/ { proxy_pass http://%s/; }"),
        SETTING_AND_PATH_LEFT_ON("location /millrace { proxy_pass http://%s; }"),
        HEADERS("""
                location /millrace/ {
                  proxy_pass http://%s/;
                  proxy_http_version 1.1;
                  proxy_set_header X-Forwarded-Prefix /millrace;
                  proxy_set_header X-Forwarded-Host $http_host;
                  proxy_set_header X-Forwarded-Proto $scheme;
                }
                """),
        HEADERS_AND_PATH_LEFT_ON("""
                location /millrace {
                  proxy_pass http://%s;
                  proxy_set_header X-Forwarded-Prefix /millrace;
                }
                """);

        private final String location;
        private final int port = Nginx.freePort();

        Setup(String location) {
            this.location = location;
        }

        boolean isSetting() {
            return this == SETTING || this == SETTING_AND_PATH_LEFT_ON;
        }

        /** Answers nothing outside of the path. */
        String server(String node) {
            return "server { listen 127.0.0.1:%d; location / { return 404; } %s }\n"
                    .formatted(port, location.formatted(node.replaceFirst("http://", "")));
        }

        String origin() {
            return "http://127.0.0.1:" + port;
        }

        ApiClient client() {
            return new ApiClient(origin() + PREFIX);
        }

        /** A path as a link has it. */
        Answer follow(String link) {
            assertTrue(link.startsWith(PREFIX + "/") || link.equals(PREFIX), link);
            return new ApiClient(origin()).get("/" + link);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Nginx.isInstalled(), "The Debian package nginx-light is not installed");
        cluster = Cluster.create();
        cluster.tools
                .script("files", "result: {type: object}", """
                        mkdir -p "$MILLRACE_ARTIFACTS/a/b"
                        echo 1 > "$MILLRACE_ARTIFACTS/plain.txt"
                        echo 2 > "$MILLRACE_ARTIFACTS/a/b/100% + \"c\"?#&;=.txt"
                        echo 3 > "$MILLRACE_ARTIFACTS/a/%2e%2f.html"
                        echo '{}' > "$MILLRACE_RESULT"
                        """)
                .script("gate", "", "echo began; until [ -e \"$1\" ]; do sleep 0.02; done; echo ends");
        Map<String, String> setting = Map.of("MILLRACE_PUBLIC_URL", Setup.SETTING.origin() + PREFIX);
        String bySetting = cluster.startAll(1, setting).api().client().base();
        String byHeaders = cluster.startApi(Map.of("MILLRACE_TRUSTED_PROXIES", "::1, 127.0.0.0/8"))
                .client()
                .base();
        StringBuilder servers = new StringBuilder();
        List<Integer> ports = new ArrayList<>();
        for (Setup setup : Setup.values()) {
            servers.append(setup.server(setup.isSetting() ? bySetting : byHeaders));
            ports.add(setup.port);
        }
        nginx = new Nginx(Files.createDirectory(cluster.outside("nginx")), servers.toString(), ports);
    }

    @AfterAll
    static void stop() throws Exception {
        if (nginx != null) {
            nginx.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoeverFollowsLinks_findsEverything(Setup setup) {
        Answer submitted = setup.client()
                .post("/jobs", ApiClient.request("files", Map.of()))
                .require(202);
        String job = submitted.header("Location");
        assertEquals(job, submitted.json().at("/links/self").asString());
        JsonNode ended = setup.follow(job + "?wait=30s").require(200).json();
        assertEquals("SUCCEEDED", ended.path("state").asString(), ended::toPrettyString);

        TreeSet<String> seen = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(job, PREFIX + "/"));
        while (!open.isEmpty()) {
            String link = open.pop();
            if (seen.add(link)) {
                Answer answer = setup.follow(link);
                assertEquals(200, answer.status(), link);
                // The OpenAPI document describes links, and has none.
                if (answer.header("Content-Type").equals("application/json") && !link.endsWith("/openapi.json")) {
                    open.addAll(links(answer.json()));
                }
            }
        }
        assertTrue(
                seen.containsAll(List.of(job + "/logs", job + "/events", job + "/result", job + "/artifacts")),
                seen::toString);
        assertTrue(
                seen.containsAll(List.of(PREFIX + "/docs", PREFIX + "/dashboard", PREFIX + "/health/detailed")),
                seen::toString);
        assertEquals(
                3,
                seen.stream()
                        .filter(link -> link.startsWith(job + "/artifacts/"))
                        .count(),
                seen::toString);
    }

    private static List<String> links(JsonNode json) {
        List<String> links = new ArrayList<>(json.findValuesAsString("href"));
        json.findValues("links").forEach(all -> all.forEach(link -> links.add(link.asString())));
        return links;
    }

    @ParameterizedTest
    @EnumSource
    void pages_loadAllTheirFiles_andAskUnderThePath(Setup setup) {
        TreeSet<String> seen = new TreeSet<>();
        Deque<String> open =
                new ArrayDeque<>(List.of(PREFIX + "/docs", PREFIX + "/dashboard", PREFIX + "/dashboard/jobs"));
        while (!open.isEmpty()) {
            String link = open.pop();
            if (seen.add(link)) {
                for (String path : paths(setup.follow(link).require(200).text())) {
                    assertTrue(path.startsWith(PREFIX + "/"), link + " has " + path);
                    if (FILE.matcher(path).matches() && !path.endsWith("openapi.json")) {
                        open.push(path);
                    }
                }
            }
        }
        assertTrue(seen.size() > 15, seen::toString);
        JsonNode servers =
                setup.follow(PREFIX + "/openapi.json").require(200).json().path("servers");
        String whole = setup.isSetting() ? Setup.SETTING.origin() : setup.origin();
        List<String> expected =
                setup == Setup.HEADERS_AND_PATH_LEFT_ON ? List.of(PREFIX) : List.of(whole + PREFIX, PREFIX);
        assertEquals(expected, servers.findValuesAsString("url"));
        for (String call : List.of("/jobs?state=SUCCEEDED&offset=0&limit=20", "/servers", "/version", "/problems")) {
            setup.follow(PREFIX + "/api" + call).require(200);
        }
    }

    private static Collection<String> paths(String text) {
        return PATH.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(path -> OURS.matcher(path).matches())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void streams_tellEverythingAtOnce(Setup setup) throws Exception {
        Path go = cluster.outside("gate-" + setup);
        ApiClient client = setup.client();
        try (EventStream all = client.stream("/events");
                EventStream figures = client.stream("//sse/jobstats")) {
            String job = client.submit("gate", TestTools.file(go));
            try (EventStream events = client.stream("/jobs/" + job + "/events");
                    EventStream log = client.stream("/jobs/" + job + "/logs")) {
                // The tool runs until it is let go: what comes before has not waited for a buffer to fill.
                log.await("a line", frames -> !frames.isEmpty());
                for (EventStream stream : List.of(events, all)) {
                    stream.await(
                            "it runs",
                            frames -> frames.stream()
                                    .anyMatch(frame -> frame.data()
                                                    .path("jobId")
                                                    .asString()
                                                    .equals(job)
                                            && frame.data()
                                                    .path("type")
                                                    .asString()
                                                    .equals("RUNNING")));
                }
                figures.await("figures", frames -> !frames.isEmpty());
                Files.createFile(go);
                assertEquals(
                        "SUCCEEDED",
                        events.awaitEvent("end").data().path("state").asString());
                log.awaitEnd();
                events.awaitEnd();
            }
        }
    }
}
