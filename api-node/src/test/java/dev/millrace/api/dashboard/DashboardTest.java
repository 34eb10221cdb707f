package dev.millrace.api.dashboard;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.http.HttpServer;
import dev.millrace.api.http.HttpSettings;
import dev.millrace.model.db.Database;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.jobrunr.MillraceStorage;
import dev.millrace.model.operations.Caller;
import dev.millrace.test.TestPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.jobs.states.StateName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardTest {
    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";
    private static final List<String> ACTIONS = new ArrayList<>();
    private static final UUID JOB = UUID.fromString("01a00000-0000-7000-8000-000000000000");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Database database;
    private static MillraceStorage storage;
    private static Dashboard dashboard;
    private static HttpServer server;

    @BeforeAll
    static void start() {
        database = new Database(TestPostgres.newDatabase(), "dashboard-test", 4);
        storage = new MillraceStorage(database.dataSource());
        add(JOB, "QUEUED");
        dashboard = new Dashboard(storage, storage.json(), new Recorded());
        server = HttpServer.start(HttpSettings.of("127.0.0.1", 0), dashboard.routes());
    }

    private static void add(UUID id, String state) {
        database.jdbi().useHandle(handle -> handle.execute("""
                        INSERT INTO job (id, tool, tool_revision, state, queue, priority, parameters, timeout_ms,
                                         max_attempts, run_at, queued_at)
                        VALUES (?, 'resize', 1, ?, 'default', 2, '{}', 1000, 1, now(), now())
                        """, id, state));
    }

    @AfterAll
    static void stop() {
        server.close();
        dashboard.close();
        storage.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dashboard", "/dashboard/", "/dashboard/jobs", "/dashboard/jobs/" + NOBODY})
    void page_mayAskNobodyButThisNode(String path) {
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
    void pagesFiles_areAllServed() {
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
    void noOtherFile_isServed(String path) {
        int status = send("GET", path).statusCode();
        assertTrue(status == 404 || status == 400, path + " " + status);
    }

    @Test
    void questionsOfThePage_areAnswered() {
        assertTrue(send("GET", "/api/jobs?state=ENQUEUED&offset=0&limit=20&order=updatedAt:ASC")
                .body()
                .contains(JOB.toString()));
        assertTrue(send("GET", "/api/jobs/" + JOB).body().contains("\"resize\""));
        for (String path : List.of("/api/problems", "/api/recurring-jobs?offset=0&limit=20", "/api/servers")) {
            assertEquals(200, send("GET", path).statusCode(), path);
        }
        assertFalse(send("GET", "/api/version").body().contains("clusterId"));
    }

    @Test
    void cancelAndRequeue_areOurs() {
        HttpResponse<String> cancelled = send("DELETE", "/api/jobs/" + JOB);
        assertEquals(204, cancelled.statusCode());
        String request = cancelled.headers().firstValue("X-Request-Id").orElseThrow();
        assertEquals(204, send("POST", "/api/jobs/" + JOB + "/requeue").statusCode());
        assertEquals(List.of("cancel " + JOB + " by " + request, "requeue " + JOB), ACTIONS);
        assertEquals(409, send("DELETE", "/api/jobs/" + NOBODY).statusCode());
        assertTrue(send("GET", "/api/jobs/" + JOB).body().contains("\"jobHistory\":[{"));
        assertEquals(1, storage.getJobById(JOB).getJobStates().size());
    }

    @Test
    void scheduledJobs_areNoProblem() {
        add(UUID.fromString("01a00000-0000-7000-8000-000000000001"), "SCHEDULED");
        assertEquals("[]", send("GET", "/api/problems").body());
        assertEquals(404, send("DELETE", "/api/problems/unheard-of").statusCode());
    }

    @Test
    void jobOfAnotherProgram_isShownAmongTheRest_andJobRunrsToChange() {
        UUID id = storage.save(new Job(ofAProgram())).getId();

        String list = send("GET", "/api/jobs?state=ENQUEUED&offset=0&limit=20&order=updatedAt:ASC")
                .body();
        assertTrue(list.contains(JOB.toString()) && list.contains(id.toString()), list);
        assertEquals("[]", send("GET", "/api/problems").body(), "its code need not be here");
        assertEquals(204, send("DELETE", "/api/jobs/" + id).statusCode());
        assertEquals(StateName.DELETED, storage.getJobById(id).getState());
        assertEquals(204, send("POST", "/api/jobs/" + id + "/requeue").statusCode());
        assertEquals(StateName.ENQUEUED, storage.getJobById(id).getState());
        assertEquals(409, send("POST", "/api/jobs/" + id + "/requeue").statusCode());
    }

    @Test
    void recurringJobs_areJobRunrsToChange() {
        storage.saveRecurringJob(
                new RecurringJob("nightly", ofAProgram(), "0 3 * * *", "UTC", RecurringJob.CreatedBy.API));

        assertTrue(send("GET", "/api/recurring-jobs?offset=0&limit=20").body().contains("nightly"));
        assertEquals(204, send("POST", "/api/recurring-jobs/nightly/trigger").statusCode());
        assertEquals(204, send("DELETE", "/api/recurring-jobs/nightly").statusCode());
        assertEquals(404, send("DELETE", "/api/recurring-jobs/nightly").statusCode());
    }

    private static JobDetails ofAProgram() {
        return new JobDetails("com.example.Mailer", null, "send", List.of(new JobParameter("com.example.Mail", "{}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 /api/jobs?state=BROKEN",
                "400 /api/jobs?limit=1000000",
                "400 /api/jobs?offset=-1",
                "400 /api/jobs?order=1;drop",
                "404 /api/jobs/not-a-uuid",
                "404 /api/jobs/" + NOBODY,
                "404 /api/metadata/a/b",
                "404 /sse/jobs/not-a-uuid",
                "404 /api/nothing"
            })
    void badQuestion_isAProblemWithoutAStackTrace(String expected) {
        HttpResponse<String> response = send("GET", expected.substring(4));
        assertEquals(expected.substring(0, 3), String.valueOf(response.statusCode()), response.body());
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElseThrow());
        assertFalse(response.body().contains("org.jobrunr"), response.body());
    }

    @Test
    void figures_areStreamed_andThePollingEndsWithTheLastReader() throws IOException, InterruptedException {
        send("GET", "/api/problems");
        assertFalse(isPolling());
        try (BufferedReader figures = follow("/sse/jobstats")) {
            String line = figures.readLine();
            while (!line.startsWith("data: {")) {
                line = figures.readLine();
            }
            assertTrue(line.contains("\"enqueued\":"), line);
            assertTrue(isPolling());
        }
        eventually("the polling ends", () -> {
            add(UUID.randomUUID(), "QUEUED");
            return !isPolling();
        });
    }

    private static boolean isPolling() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("jobrunr-storage-notifier"));
    }

    private static BufferedReader follow(String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofInputStream());
        assertEquals(
                "text/event-stream",
                response.headers().firstValue("Content-Type").orElseThrow());
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> send(String method, String path) {
        try {
            return CLIENT.send(
                    HttpRequest.newBuilder(uri(path))
                            .method(method, BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** Notes what was asked for, and refuses for the job that nobody has. */
    private static final class Recorded implements DashboardActions {
        @Override
        public void cancel(UUID id, Caller caller) {
            refuseNobody(id);
            ACTIONS.add("cancel " + id + " by " + caller.request());
        }

        @Override
        public void requeue(UUID id, Caller caller) {
            refuseNobody(id);
            ACTIONS.add("requeue " + id);
        }

        private static void refuseNobody(UUID id) {
            if (id.toString().equals(NOBODY)) {
                throw new MillraceException(ErrorCode.CONFLICT, "It is finished.");
            }
            if (!id.equals(JOB)) {
                throw new MillraceException(ErrorCode.NOT_FOUND, "It is no tool's.");
            }
        }
    }
}
