package dev.millrace.standalone.client.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RequestPathTest {
    @Test
    void segmentsAndValues_areEncoded() {
        assertEquals(
                "/api/v1/jobs/..%2F%3Fx/logs?label=team%3Aa%20b&label=c%26d&limit=5",
                RequestPath.of("jobs", "../?x", "logs")
                        .withEach("label", List.of("team:a b", "c&d"))
                        .with("attempt", null)
                        .with("limit", 5)
                        .toString());
    }
}
