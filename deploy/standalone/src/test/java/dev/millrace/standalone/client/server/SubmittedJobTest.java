package dev.millrace.standalone.client.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

final class SubmittedJobTest {
    @Test
    void headers_tellWhetherTheJobWasThereBefore() {
        assertEquals(SubmittedJob.Origin.NEW, origin(Map.of("Location", List.of("/api/v1/jobs/a"))));
        assertEquals(SubmittedJob.Origin.REPLAYED, origin(Map.of("Idempotent-Replayed", List.of("true"))));
        assertEquals(SubmittedJob.Origin.DUPLICATE, origin(Map.of("unique-duplicate", List.of("true"))));
    }

    private static SubmittedJob.Origin origin(Map<String, List<String>> headers) {
        return SubmittedJob.of(JsonNodeFactory.instance.objectNode(), HttpHeaders.of(headers, (name, value) -> true))
                .origin();
    }
}
