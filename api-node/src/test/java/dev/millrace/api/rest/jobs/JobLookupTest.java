package dev.millrace.api.rest.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.api.documentation.ContractClient;
import dev.millrace.model.attempt.ProcessUsage;
import dev.millrace.model.job.Job;
import dev.millrace.test.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JobLookupTest {
    private static final TestNode NODE = TestNode.start();
    private static final ContractClient CLIENT = NODE.client();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void job_showsItsAttempts() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        NODE.worker().fail(NODE.worker().claim(queue), Duration.ZERO);
        JsonNode scheduled = CLIENT.get(job).json();
        assertEquals("SCHEDULED", scheduled.get("state").stringValue());
        assertEquals("EXIT_CODE", scheduled.at("/error/code").stringValue());
        Eventually.eventually("it is due", () -> NODE.worker().enqueueDue() > 0);
        Job second = NODE.worker().claim(queue);
        NODE.worker().progress(second, 42, "Fetching pages");
        JsonNode running = CLIENT.get(job).json();
        assertEquals("RUNNING", running.get("state").stringValue());
        assertEquals(2, running.get("attempt").intValue());
        assertEquals(
                "{\"percent\":42,\"message\":\"Fetching pages\"}",
                running.get("progress").toString());
        assertEquals(NODE.worker().id().toString(), running.get("worker").stringValue());
        assertEquals(running.get("startedAt"), running.at("/attempts/1/startedAt"));
        NODE.worker().succeed(second, null);
        JsonNode attempts = CLIENT.get(job).json().get("attempts");
        assertEquals(
                "FAILED SUCCEEDED",
                attempts.findValuesAsString("state").stream()
                        .reduce((a, b) -> a + " " + b)
                        .orElseThrow());
        assertEquals(3, attempts.at("/0/exitCode").intValue());
        assertEquals(
                "The tool exited with code 3.", attempts.at("/0/error/message").stringValue());
        assertTrue(attempts.at("/1/error").isNull());
        assertTrue(CLIENT.get(job).json().get("error").isNull());
    }

    @Test
    void attempt_showsWhereItRanAndWhatItUsed() {
        NODE.worker().register();
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        Job running = NODE.worker().claim(queue);
        JsonNode before = CLIENT.get(job).json().at("/attempts/0");
        assertEquals("host", before.get("host").stringValue());
        for (String later : List.of("pid", "cpuTime", "peakMemory", "outputBytes", "stoppedBy")) {
            assertTrue(before.get(later).isNull(), later);
        }
        NODE.worker().succeedUsing(running, new ProcessUsage(4711, Duration.ofMillis(61_020), 5L << 32, 12));
        JsonNode after = CLIENT.get(job).json().at("/attempts/0");
        assertEquals(4711, after.get("pid").intValue());
        assertEquals("1m1s20ms", after.get("cpuTime").stringValue());
        assertEquals(5L << 32, after.get("peakMemory").longValue());
        assertEquals(12, after.get("outputBytes").intValue());
    }

    @Test
    void job_isFoundByItsIdInCapitals() {
        String job = NODE.submitTo(TestNode.newQueue());
        String id = job.substring("/api/v1/jobs/".length());
        assertEquals(
                id,
                CLIENT.get("/api/v1/jobs/" + id.toUpperCase(Locale.ROOT))
                        .json()
                        .get("id")
                        .stringValue());
    }

    @Test
    void head_isTheSameWithoutTheBody() {
        String job = NODE.submitTo(TestNode.newQueue());
        for (String path : List.of(job, job + "/logs", "/api/v1/jobs", "/api/v1/events", "/health/detailed")) {
            HttpResponse<byte[]> response = head(path);
            assertEquals(200, response.statusCode(), path);
            assertEquals(0, response.body().length, path);
        }
        assertEquals(404, head(job + "/result").statusCode());
    }

    /** Not through the client that checks answers: they have no body to check. */
    private static HttpResponse<byte[]> head(String path) {
        URI uri = URI.create("http://127.0.0.1:" + NODE.port() + path);
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(uri)
                                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofByteArray())
                .join();
    }

    @Test
    void result_isTheDocumentItself() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        ApiResponse before = CLIENT.get(job + "/result");
        assertEquals(404, before.status());
        assertTrue(before.json().get("detail").stringValue().contains("QUEUED"), before.body());
        NODE.worker().succeed(NODE.worker().claim(queue), "{ \"b\": 1.10, \"a\": [\"ü\"] }");
        ApiResponse result = CLIENT.get(job + "/result");
        assertEquals("{ \"b\": 1.10, \"a\": [\"ü\"] }", result.body());
    }

    @Test
    void jobWithoutResult_hasNoneToShow() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        NODE.worker().succeed(NODE.worker().claim(queue), null);
        assertEquals(404, CLIENT.get(job + "/result").status());
    }

    @Test
    void artifacts_areListedAndSent() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        List<String> names = List.of(
                "graph.dot",
                "dir/sub/a b.txt",
                "50%+ü?#&;=.txt",
                "..hidden",
                "back\\slash.txt",
                "\\",
                "a\\b/c",
                "..\\x",
                "%5C%2F%2e%2e",
                "a;b/c;d=e",
                "?",
                "#",
                "\"quoted\" 'x' *.txt",
                "ends in blank ",
                "ends in dot.",
                " ",
                "...",
                "caf\u00e9",
                "cafe\u0301",
                "\uD83D\uDE00+\u202E.gpj",
                "<script>",
                "x".repeat(250) + "/" + "ü".repeat(120));
        NODE.worker().succeedWithFiles(NODE.worker().claim(queue), "text/plain", names.toArray(String[]::new));
        JsonNode items = CLIENT.get(job + "/artifacts").json().get("items");
        assertEquals(
                names.stream().sorted().toList(),
                items.findValuesAsString("name").stream().sorted().toList());
        for (JsonNode item : items) {
            String name = item.get("name").stringValue();
            ApiResponse file = CLIENT.get(item.get("href").stringValue());
            assertEquals(200, file.status(), name);
            assertEquals(name, file.body());
            assertEquals(Optional.of("nosniff"), file.header("X-Content-Type-Options"));
            assertTrue(file.header("Content-Disposition").orElseThrow().startsWith("attachment; filename*=UTF-8''"));
        }
        assertEquals(
                "dir/sub/a b.txt",
                CLIENT.get(job + "/artifacts/dir%2Fsub%2Fa%20b.txt").body());
    }

    @Test
    void artifactsOfAnotherName_areNotFound() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        NODE.worker().succeedWithFiles(NODE.worker().claim(queue), "text/plain", "dir/file");
        for (String name : List.of("file", "dir", "dir/", "DIR/file", "dir//file", "%00", "dir%2F..%2Fdir%2Ffile")) {
            int status = CLIENT.get(job + "/artifacts/" + name).status();
            assertTrue(status == 404 || status == 400, name + " " + status);
        }
    }

    @Test
    void artifactThatIsAPage_isNotShownAsOne() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        NODE.worker().succeedWithFiles(NODE.worker().claim(queue), "text/html", "page.html");
        ApiResponse page = CLIENT.get(job + "/artifacts/page.html");
        assertTrue(page.header("Content-Disposition").orElseThrow().startsWith("attachment"));
        assertEquals(Optional.of("default-src 'none'; frame-ancestors 'none'"), page.header("Content-Security-Policy"));
    }
}
