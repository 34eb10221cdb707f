package dev.millrace.model.jobrunr.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.Priority;
import dev.millrace.model.job.Progress;
import dev.millrace.model.lifecycle.TestQueue;
import dev.millrace.model.log.LogChunk;
import dev.millrace.model.log.LogStore;
import dev.millrace.model.log.LogStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jobrunr.jobs.mappers.JobMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the page shows beside the history: it reads these places of JobRunr's JSON. */
class ToolJobNotesTest {
    private final TestQueue queue = new TestQueue();
    private final LogStore logs = new LogStore(queue.database.jdbi());

    @AfterEach
    void close() {
        queue.close();
    }

    private JsonNode page(Job job) {
        JobMapper mapper = new JobMapper(queue.storage.json());
        String text = mapper.serializeJob(queue.storage.getJobById(job.id()));
        assertEquals(text, mapper.serializeJob(mapper.deserializeJob(text)), "JobRunr reads it otherwise");
        return JsonMapper.shared().readTree(text);
    }

    private void print(Job job, long firstLine, List<String> lines) {
        StringBuilder content = new StringBuilder();
        lines.forEach(line -> LogChunk.append(content, LogStream.STDOUT, 1_000, line));
        logs.append(List.of(new LogChunk(job.id(), job.attempt(), firstLine, lines.size(), content.toString())));
    }

    @Test
    void progress_isABarAtTheNewestAttempt() {
        Job first = queue.running();
        queue.finish(first, TestQueue.failed(Duration.ZERO));
        queue.due.enqueue(1);
        Job second = queue.claim(queue.worker());
        queue.progress.note(second.id(), second.attempt(), new Progress(42, "halfway"));

        JsonNode page = page(second);
        List<String> history = page.get("jobHistory")
                .valueStream()
                .map(state -> state.get("state").stringValue())
                .toList();
        int place = history.lastIndexOf("PROCESSING") + 1;
        assertEquals(6, place);
        assertEquals(
                42, page.at("/metadata/jobRunrDashboardProgressBar-6/progress").intValue());
        assertTrue(
                page.at("/metadata/jobRunrDashboardLog-6/logLines").toString().contains("Progress: halfway"));
    }

    @Test
    void log_endsWithItsNewestLines_eachWithATimeOfItsOwn() {
        Job job = queue.running();
        print(
                job,
                1,
                IntStream.rangeClosed(1, 90).mapToObj(line -> "line " + line).toList());
        print(
                job,
                91,
                IntStream.rangeClosed(91, 150).mapToObj(line -> "line " + line).toList());
        queue.finish(job, TestQueue.succeeded(null));

        List<JsonNode> lines = page(job)
                .at("/metadata/jobRunrDashboardLog-2/logLines")
                .valueStream()
                .toList();
        assertEquals(101, lines.size());
        assertEquals(
                "… the first 50 lines are left out here",
                lines.get(0).get("logMessage").stringValue());
        assertEquals("line 51", lines.get(1).get("logMessage").stringValue());
        assertEquals("line 150", lines.get(100).get("logMessage").stringValue());
        assertEquals("INFO", lines.get(100).get("level").stringValue());
        assertEquals(
                101,
                lines.stream().map(line -> line.get("logInstant")).distinct().count());
    }

    /** {@code page} reads it as JSON. */
    @Test
    void whateverAToolPrints_isShown() {
        Job job = queue.running();
        String line = "\u001b[31mred\u0007 \"quoted\" \\ ✗ \u2028 </script>";
        print(job, 1, List.of(line, "x".repeat(5_000)));

        JsonNode lines = page(job).at("/metadata/jobRunrDashboardLog-2/logLines");
        assertEquals(line, lines.at("/0/logMessage").stringValue());
        assertEquals(500, lines.at("/1/logMessage").stringValue().length());
    }

    private String request(Job job) {
        return page(job).at("/jobDetails/jobParameters/0/object").stringValue();
    }

    private Job submitted(String parameters) {
        return queue.submit(new NewJob(
                "count",
                1,
                parameters,
                "default",
                Priority.HIGH,
                NewJob.Start.NOW,
                Duration.ofMinutes(5),
                3,
                Map.of("d", "4", "b", "2", "c", "3".repeat(60), "a", "1"),
                null,
                null,
                "somebody"));
    }

    private void register(String schema) {
        queue.execute("INSERT INTO tool (name, revision, origin) VALUES ('count', 1, 'API')");
        queue.execute(
                "INSERT INTO tool_revision (name, revision, definition, digest) VALUES ('count', 1, CAST(? AS json), '')",
                "{\"parameters\": " + schema + "}");
    }

    @Test
    void request_isShownWithoutItsSecrets() {
        register("{\"type\": \"object\", \"properties\": {\"token\": {\"type\": \"string\", \"writeOnly\": true}}}");

        String request =
                request(submitted("{\"to\": 3, \"token\": \"hunter2\", \"long\": \"" + "y".repeat(1_000) + "\"}"));

        assertTrue(request.startsWith("count,\n"), request);
        assertTrue(request.contains("to: 3,\n") && request.contains("token: ***,\n"), request);
        assertFalse(request.contains("hunter2") || request.contains("y".repeat(200)), request);
        assertTrue(request.endsWith("queue default, priority high, revision 1"), request);
    }

    @Test
    void request_ofAnUnknownRevision_showsNoValue() {
        assertTrue(request(submitted("{\"token\": \"hunter2\"}")).contains("token: ***"));
    }

    @Test
    void request_ofManyParameters_isCut() {
        register("{\"type\": \"object\"}");
        String many = IntStream.range(0, 50)
                .mapToObj(i -> "\"p" + i + "\": " + i)
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();

        String request = request(submitted("{" + many + "}"));

        assertTrue(request.contains("p19: 19,\n") && request.contains("… and 30 more"), request);
        assertFalse(request.contains("p20"), request);
    }

    @Test
    void labels_areAsManyAndAsLongAsJobRunrAllows() {
        assertEquals(
                List.of("a:1", "b:2", "c:" + "3".repeat(42) + "…"),
                page(submitted("{}"))
                        .get("labels")
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .toList());
    }
}
