package dev.millrace.api.rest.artifacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.api.documentation.ContractClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients ask for that go on with a download, or have the file already. */
class ArtifactDownloadTest {
    private static final TestNode NODE = TestNode.start();
    private static final ContractClient CLIENT = NODE.client();

    /** The file holds its own name: ten bytes. */
    private static final String NAME = "0123456789";

    private static String path;

    @BeforeAll
    static void leave() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        NODE.worker().succeedWithFiles(NODE.worker().claim(queue), "text/plain", NAME);
        path = job + "/artifacts/" + NAME;
    }

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void file_hasItsLengthAndATag() {
        ApiResponse file = CLIENT.get(path, "Accept-Encoding", "gzip");
        assertEquals(NAME, file.body());
        assertEquals(Optional.of("10"), file.header("Content-Length"));
        assertEquals(Optional.empty(), file.header("Content-Encoding"));
    }

    @Test
    void head_hasTheHeadersOfTheWholeFile() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + NODE.port() + path))
                .method("HEAD", BodyPublishers.noBody())
                .header("Range", "bytes=0-1")
                .build();
        HttpResponse<String> head = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertEquals(200, head.statusCode());
        assertEquals(Optional.of("10"), head.headers().firstValue("Content-Length"));
        assertEquals(CLIENT.get(path).header("ETag"), head.headers().firstValue("ETag"));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3,0123,bytes 0-3/10",
        "bytes=7-,789,bytes 7-9/10",
        "bytes=9-9,9,bytes 9-9/10",
        "bytes=8-99999,89,bytes 8-9/10",
        "bytes=8-99999999999999999999,89,bytes 8-9/10",
        "bytes=-99999999999999999999,0123456789,bytes 0-9/10",
        "bytes=-2,89,bytes 8-9/10",
        "bytes=-99,0123456789,bytes 0-9/10",
        "bytes= 4-5,45,bytes 4-5/10"
    })
    void range_isAnsweredWithThatPart(String range, String body, String contentRange) {
        ApiResponse part = CLIENT.get(path, "Range", range);
        assertEquals(206, part.status());
        assertEquals(body, part.body());
        assertEquals(Optional.of(contentRange), part.header("Content-Range"));
        assertEquals(Optional.of("" + body.length()), part.header("Content-Length"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=10-",
                "bytes=10-20",
                "bytes=-0",
                "bytes=999999999999999999-",
                "bytes=99999999999999999999-"
            })
    void rangeBehindTheEnd_isRefused(String range) {
        ApiResponse refused = CLIENT.get(path, "Range", range);
        assertEquals(416, refused.status());
        assertEquals("RANGE_NOT_SATISFIABLE", refused.json().get("code").stringValue());
        assertEquals(Optional.of("bytes */10"), refused.header("Content-Range"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes=0-1,3-4", "bytes=5-2", "lines=0-1", "bytes=-", "bytes=a-b", "bytes=1", "bytes=+1-2", ""})
    void whatIsNoSingleRange_isAnsweredWithTheWhole(String range) {
        ApiResponse whole = CLIENT.get(path, "Range", range);
        assertEquals(200, whole.status());
        assertEquals(NAME, whole.body());
    }

    @Test
    void range_isMeantOfOneVersionOfTheFile() {
        String tag = CLIENT.get(path).header("ETag").orElseThrow();
        assertEquals(206, CLIENT.get(path, "Range", "bytes=2-", "If-Range", tag).status());
        for (String other : new String[] {"\"other\"", "W/" + tag, "Wed, 25 Nov 2026 12:00:00 GMT"}) {
            assertEquals(
                    200,
                    CLIENT.get(path, "Range", "bytes=2-", "If-Range", other).status(),
                    other);
        }
    }

    @Test
    void fileThatTheClientHas_isNotSent() {
        String tag = CLIENT.get(path).header("ETag").orElseThrow();
        for (String tags : new String[] {tag, "\"a\", " + tag, "W/" + tag, "*"}) {
            ApiResponse same = CLIENT.get(path, "If-None-Match", tags);
            assertEquals(304, same.status(), tags);
            assertEquals("", same.body());
            assertEquals(Optional.of(tag), same.header("ETag"));
        }
        assertEquals(200, CLIENT.get(path, "If-None-Match", "\"other\"").status());
    }

    @Test
    void emptyFile_isSent_andHasNoRanges() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        NODE.worker().succeedWithFile(NODE.worker().claim(queue), "empty", 0, "");
        ApiResponse empty = CLIENT.get(job + "/artifacts/empty");
        assertEquals(200, empty.status());
        assertEquals(Optional.of("0"), empty.header("Content-Length"));
        assertEquals(
                416, CLIENT.get(job + "/artifacts/empty", "Range", "bytes=0-").status());
    }

    /** As after a disk that lost data: half a file must not look like a whole one. */
    @Test
    void fileThatIsShorterThanItWas_breaksTheAnswerOff() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        NODE.worker().succeedWithFile(NODE.worker().claim(queue), "cut", 100_000, "x".repeat(70_000));
        UncheckedIOException broken =
                assertThrows(UncheckedIOException.class, () -> CLIENT.get(job + "/artifacts/cut"));
        assertTrue(String.valueOf(broken.getMessage()).contains("fixed content-length"), broken.getMessage());
    }

    @Test
    void exactLength_isNeitherMoreNorLess() throws IOException {
        byte[] bytes = "abcdef".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "abc",
                new String(new ExactLength(new ByteArrayInputStream(bytes), 3).readAllBytes(), StandardCharsets.UTF_8));
        assertThrows(IOException.class, () -> new ExactLength(new ByteArrayInputStream(bytes), 7).readAllBytes());
    }
}
