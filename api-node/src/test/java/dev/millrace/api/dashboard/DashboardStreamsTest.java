package dev.millrace.api.dashboard;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.operations.Caller;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DashboardStreamsTest {
    private final TestDashboard dashboard = new TestDashboard(new None());

    @AfterEach
    void stop() {
        dashboard.close();
        eventually("the polling ends with the dashboard", () -> !isPolling());
    }

    @Test
    void figures_areStreamed_andThePollingEndsWithTheLastReader() throws IOException, InterruptedException {
        dashboard.send("GET", "/api/problems");
        assertFalse(isPolling());
        try (BufferedReader figures = follow("/sse/jobstats")) {
            String line = data(figures);
            assertTrue(line.contains("\"enqueued\":"), line);
            assertTrue(isPolling());
        }
        eventually("the polling ends", () -> {
            dashboard.add(UUID.randomUUID(), "QUEUED");
            return !isPolling();
        });
    }

    @Test
    void job_isStreamedWithWhatWasAskedFor() throws IOException, InterruptedException {
        UUID job = UUID.randomUUID();
        dashboard.add(job, "QUEUED");
        try (BufferedReader changes = follow("/sse/jobs/" + job)) {
            String line = data(changes);
            assertTrue(line.contains("queue default, priority normal"), line);
        }
    }

    private static String data(BufferedReader stream) throws IOException {
        String line = stream.readLine();
        while (!line.startsWith("data: {")) {
            line = stream.readLine();
        }
        return line;
    }

    private static boolean isPolling() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("jobrunr-storage-notifier"));
    }

    private BufferedReader follow(String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = TestDashboard.CLIENT.send(
                HttpRequest.newBuilder(dashboard.uri(path)).build(), BodyHandlers.ofInputStream());
        assertEquals(
                "text/event-stream",
                response.headers().firstValue("Content-Type").orElseThrow());
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** Nobody presses a button here. */
    private static final class None implements DashboardActions {
        @Override
        public void cancel(UUID job, Caller caller) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void requeue(UUID job, Caller caller) {
            throw new UnsupportedOperationException();
        }
    }
}
