package dev.millrace.api.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.jobrunr.storage.MillraceStorage;
import dev.millrace.model.operations.Caller;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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
    private static TestDashboard dashboard;
    private static MillraceStorage storage;

    @BeforeAll
    static void start() {
        dashboard = new TestDashboard(new Recorded());
        storage = dashboard.storage;
        dashboard.add(JOB, "QUEUED");
    }

    @AfterAll
    static void stop() {
        dashboard.close();
    }

    @Test
    void questionsOfThePage_areAnswered() {
        assertTrue(dashboard
                .send("GET", "/api/jobs?state=ENQUEUED&offset=0&limit=20&order=updatedAt:ASC")
                .body()
                .contains(JOB.toString()));
        assertTrue(dashboard.send("GET", "/api/jobs/" + JOB).body().contains("\"resize\""));
        for (String path : List.of("/api/problems", "/api/recurring-jobs?offset=0&limit=20", "/api/servers")) {
            assertEquals(200, dashboard.send("GET", path).statusCode(), path);
        }
        assertFalse(dashboard.send("GET", "/api/version").body().contains("clusterId"));
    }

    @Test
    void cancelAndRequeue_areOurs() {
        HttpResponse<String> cancelled = dashboard.send("DELETE", "/api/jobs/" + JOB);
        assertEquals(204, cancelled.statusCode());
        String request = cancelled.headers().firstValue("X-Request-Id").orElseThrow();
        assertEquals(
                204, dashboard.send("POST", "/api/jobs/" + JOB + "/requeue").statusCode());
        assertEquals(List.of("cancel " + JOB + " by " + request, "requeue " + JOB), ACTIONS);
        assertEquals(409, dashboard.send("DELETE", "/api/jobs/" + NOBODY).statusCode());
        assertTrue(dashboard.send("GET", "/api/jobs/" + JOB).body().contains("\"jobHistory\":[{"));
        assertEquals(1, storage.getJobById(JOB).getJobStates().size());
    }

    @Test
    void scheduledJobs_areNoProblem() {
        dashboard.add(UUID.fromString("01a00000-0000-7000-8000-000000000001"), "SCHEDULED");
        assertEquals("[]", dashboard.send("GET", "/api/problems").body());
        assertEquals(404, dashboard.send("DELETE", "/api/problems/unheard-of").statusCode());
    }

    @Test
    void jobOfAnotherProgram_isShownAmongTheRest_andJobRunrsToChange() {
        UUID id = storage.save(new Job(ofAProgram())).getId();

        String list = dashboard
                .send("GET", "/api/jobs?state=ENQUEUED&offset=0&limit=20&order=updatedAt:ASC")
                .body();
        assertTrue(list.contains(JOB.toString()) && list.contains(id.toString()), list);
        assertEquals("[]", dashboard.send("GET", "/api/problems").body(), "its code need not be here");
        assertEquals(204, dashboard.send("DELETE", "/api/jobs/" + id).statusCode());
        assertEquals(StateName.DELETED, storage.getJobById(id).getState());
        assertEquals(204, dashboard.send("POST", "/api/jobs/" + id + "/requeue").statusCode());
        assertEquals(StateName.ENQUEUED, storage.getJobById(id).getState());
        assertEquals(409, dashboard.send("POST", "/api/jobs/" + id + "/requeue").statusCode());
    }

    @Test
    void recurringJobs_areJobRunrsToChange() {
        storage.saveRecurringJob(
                new RecurringJob("nightly", ofAProgram(), "0 3 * * *", "UTC", RecurringJob.CreatedBy.API));

        assertTrue(dashboard
                .send("GET", "/api/recurring-jobs?offset=0&limit=20")
                .body()
                .contains("nightly"));
        assertEquals(
                204,
                dashboard.send("POST", "/api/recurring-jobs/nightly/trigger").statusCode());
        assertEquals(
                204, dashboard.send("DELETE", "/api/recurring-jobs/nightly").statusCode());
        assertEquals(
                404, dashboard.send("DELETE", "/api/recurring-jobs/nightly").statusCode());
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
        HttpResponse<String> response = dashboard.send("GET", expected.substring(4));
        assertEquals(expected.substring(0, 3), String.valueOf(response.statusCode()), response.body());
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElseThrow());
        assertFalse(response.body().contains("org.jobrunr"), response.body());
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
