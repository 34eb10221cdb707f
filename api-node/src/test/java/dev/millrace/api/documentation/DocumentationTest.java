package dev.millrace.api.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.http.server.HttpServer;
import dev.millrace.api.http.server.HttpSettings;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentationTest {
    private static final HttpServer SERVER = HttpServer.start(HttpSettings.of("127.0.0.1", 0), Documentation.routes());
    private static final ContractClient CLIENT = new ContractClient(SERVER.port());
    private static final Pattern ADDRESSES = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void document_isServedAsJson() {
        assertEquals("3.1.0", CLIENT.get("/openapi.json").json().get("openapi").stringValue());
    }

    @Test
    void page_namesOnlyFilesThatAreServedHere() {
        ApiResponse page = CLIENT.get("/docs");
        List<String> addresses = ADDRESSES
                .matcher(page.body())
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertEquals(6, addresses.size(), addresses.toString());
        for (String address : addresses) {
            assertTrue(address.startsWith("/"), address);
            assertEquals(200, TestFile.get(SERVER.port(), address).statusCode(), address);
        }
        String policy = page.header("Content-Security-Policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; "), policy);
        assertFalse(policy.contains("http"), policy);
    }

    @Test
    void libraryFiles_areKeptByTheBrowser() {
        String path = "/docs/" + SwaggerUi.VERSION + "/swagger-ui-bundle.js";
        assertEquals(
                "public, max-age=31536000, immutable",
                TestFile.get(SERVER.port(), path)
                        .headers()
                        .firstValue("Cache-Control")
                        .orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/index.html",
                "/docs/%2e%2e/openapi.yaml",
                "/docs/..%2Fopenapi.yaml",
                "/docs/5.0.0/swagger-ui.css",
                "/docs/docs.js/..%2f..%2fopenapi.yaml"
            })
    void anythingElse_isNotServed(String path) {
        int status = TestFile.get(SERVER.port(), path).statusCode();
        assertTrue(status == 404 || status == 400, path + " " + status);
    }
}
