package dev.millrace.api.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.api.http.address.AddressSettings;
import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.api.http.request.Query;
import dev.millrace.api.http.route.Route;
import dev.millrace.model.config.Environment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a caller finds the node, and which routes its requests reach. */
class PublicPathTest {
    private static final Route[] ROUTES = {
        route("/"), route("/docs"), route("/api/v1/jobs"), route("/api/v1/artifacts/<name>"), route("/dashboard/*")
    };

    private static Route route(String path) {
        return Route.get(
                path, ctx -> ctx.result(path + " of " + PublicAddress.of(ctx).url() + ", " + ctx.path()));
    }

    @ParameterizedTest
    @CsvSource({
        "/millrace, /, '/ of https://h/millrace, /'",
        "/millrace, /millrace, '/ of https://h/millrace, /'",
        "/millrace, /millrace/, '/ of https://h/millrace, /'",
        "/millrace, /api/v1/jobs, '/api/v1/jobs of https://h/millrace, /api/v1/jobs'",
        "/millrace, /millrace/api/v1/jobs, '/api/v1/jobs of https://h/millrace, /api/v1/jobs'",
        "/millrace, /millrace/dashboard/a/b, '/dashboard/* of https://h/millrace, /dashboard/a/b'",
        "/api, /api/v1/jobs, '/api/v1/jobs of https://h/api, /api/v1/jobs'",
        "/api, /api/api/v1/jobs, '/api/v1/jobs of https://h/api, /api/v1/jobs'",
        "/api, /api, '/ of https://h/api, /'",
        "/docs, /docs, '/docs of https://h/docs, /docs'",
        "/docs, /docs/docs, '/docs of https://h/docs, /docs'",
        "/docs, /docs/api/v1/jobs, '/api/v1/jobs of https://h/docs, /api/v1/jobs'",
        "/a/b, /a/b/docs, '/docs of https://h/a/b, /docs'",
        "'', /docs, '/docs of https://h, /docs'"
    })
    void request_reachesItsRoute_whetherTheProxyTookThePathOffOrNot(String path, String target, String answer) {
        try (TestServer server = server(Map.of("MILLRACE_PUBLIC_URL", "https://h" + path), List.of())) {
            assertEquals(answer, server.get(target).body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/millracex/docs",
                "/millrac/docs",
                "/millrace/millrace/docs",
                "/millrace//docs",
                "//millrace/docs",
                "/MILLRACE/docs",
                "/%6dillrace/docs",
                "/millrace%2Fdocs",
                "/millrace/nothing",
                "/millrace/../docs",
                "/millrace/docs/../../../docs",
                "/x/millrace/docs"
            })
    void anotherPath_isNotFound(String target) {
        try (TestServer server = server(Map.of("MILLRACE_PUBLIC_URL", "https://h/millrace"), List.of())) {
            int status = status(server, target);
            assertEquals(4, status / 100, target + " " + status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/artifacts/a%2Fb%25c%3Fd?x=%20y",
        "/millrace/api/v1/artifacts/a%2Fb%25c%3Fd?x=%20y",
        "http://127.0.0.1/millrace/api/v1/artifacts/a%2Fb%25c%3Fd?x=%20y"
    })
    void whatFollows_keepsItsEscapesAndQuery(String target) {
        Route route = Route.get(
                "/api/v1/artifacts/<name>",
                ctx -> ctx.result(
                        ctx.pathParam("name") + "|" + Query.of(ctx).text("x").orElseThrow()),
                "x");
        try (TestServer server = server(Map.of("MILLRACE_PUBLIC_URL", "https://h/millrace"), List.of(), route)) {
            String answer = server.raw(request(target));
            assertEquals("a/b%c?d| y", answer.substring(answer.indexOf("\r\n\r\n") + 4), answer);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, /docs, 200, '/docs of https://h/millrace, /docs'",
        "127.0.0.1, /millrace/docs, 200, '/docs of https://h/millrace, /docs'",
        "10.0.0.0/8, /docs, 200, '/docs of /, /docs'",
        "10.0.0.0/8, /millrace/docs, 404, ",
        "'', /docs, 200, '/docs of /, /docs'"
    })
    void headers_countFromTrustedProxiesOnly(String proxies, String target, int status, String answer) {
        try (TestServer server = server(Map.of("MILLRACE_TRUSTED_PROXIES", proxies), List.of())) {
            var response = server.get(
                    target, "X-Forwarded-Prefix", "/millrace", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "h");
            assertEquals(status, response.statusCode());
            if (answer != null) {
                assertEquals(answer, response.body());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/\"><script>", "//evil.example", "/a/../..", "/a, /b", "javascript:1"})
    void hostileHeader_isRefused_andNotRepeated(String prefix) {
        try (TestServer server = server(Map.of("MILLRACE_TRUSTED_PROXIES", "127.0.0.1"), List.of())) {
            var response = server.get("/docs", "X-Forwarded-Prefix", prefix);
            assertEquals(400, response.statusCode());
            assertEquals(
                    "The proxy's X-Forwarded-Prefix is not a path of segments of A-Z a-z 0-9 . _ ~ -. It must set one"
                            + " value itself.",
                    TestServer.json(response.body()).get("detail").stringValue());
            assertEquals(
                    "application/problem+json",
                    response.headers().firstValue("Content-Type").orElseThrow());
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Host, X-Forwarded-Host, MILLRACE_HOSTS, status
        "127.0.0.1, '', '', 200",
        "jobs.example, '', '', 200",
        "JOBS.example:8443, '', '', 200",
        "evil.example, '', '', 403",
        "jobs.example, '', inner.example, 200",
        "inner.example:80, '', inner.example, 200",
        "127.0.0.1, '', inner.example, 403"
    })
    void publicHost_isAnsweredUnder_besidesTheOthers(String host, String forwarded, String hosts, int status) {
        Map<String, String> settings = Map.of("MILLRACE_PUBLIC_URL", "https://jobs.example/millrace");
        assertEquals(status, statusUnder(settings, hosts, host, forwarded));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, jobs.example, '', 200",
        "jobs.example, jobs.example, '', 403",
        // A page whose name was made to resolve to this machine can set the header, but not the host.
        "evil.example, localhost, '', 403",
        "127.0.0.1, jobs.example, 'jobs.example,127.0.0.1', 200",
        "127.0.0.1, evil.example, 'jobs.example,127.0.0.1', 403",
        "jobs.example, '', jobs.example, 200"
    })
    void listedHosts_holdForWhatTheProxyWasAskedUnder(String host, String forwarded, String hosts, int status) {
        assertEquals(status, statusUnder(Map.of("MILLRACE_TRUSTED_PROXIES", "127.0.0.1"), hosts, host, forwarded));
    }

    private static int statusUnder(Map<String, String> settings, String hosts, String host, String forwarded) {
        try (TestServer server = server(settings, hosts.isEmpty() ? List.of() : List.of(hosts.split(",", -1)))) {
            String answer = server.raw("GET /docs HTTP/1.1\r\nHost: " + host + "\r\nX-Forwarded-Host: " + forwarded
                    + "\r\nConnection: close\r\n\r\n");
            return Integer.parseInt(answer.substring(9, 12));
        }
    }

    private static int status(TestServer server, String target) {
        return Integer.parseInt(server.raw(request(target)).substring(9, 12));
    }

    private static String request(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    }

    private static TestServer server(Map<String, String> variables, List<String> hosts, Route... routes) {
        Environment environment = new Environment(variables);
        AddressSettings address = AddressSettings.from(environment);
        environment.check();
        return new TestServer(
                HttpSettings.of("127.0.0.1", 0).answeringTo(hosts), address, routes.length == 0 ? ROUTES : routes);
    }
}
