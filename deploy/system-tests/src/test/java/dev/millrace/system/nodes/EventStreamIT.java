package dev.millrace.system.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.http.EventStream;
import dev.millrace.system.http.EventStream.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever watches sees everything once and in order, also when the node that told it dies. */
final class EventStreamIT {
    private static Cluster cluster;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.create();
        cluster.tools
                .program("nothing", "", "/bin/true")
                .script("steps", "retry: {maxAttempts: 2, backoff: {initial: 1ms}}", """
                        echo "attempt $MILLRACE_ATTEMPT began"
                        until [ -e "$1.$MILLRACE_ATTEMPT" ]; do sleep 0.02; done
                        echo '::progress 50 Half way'
                        echo "attempt $MILLRACE_ATTEMPT ends" >&2
                        [ "$MILLRACE_ATTEMPT" = 2 ] || exit 75
                        """);
        api = cluster.startAll(2, Map.of()).api().client();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void theEventsOfAJob_areFollowedLive_toItsEnd() throws Exception {
        Path go = cluster.outside("events");
        String job = api.submit("steps", TestTools.file(go));
        try (EventStream stream = api.stream("/jobs/" + job + "/events")) {
            stream.await("the first attempt runs", frames -> types(frames).contains("RUNNING"));
            letGo(go, 1);
            stream.await(
                    "the second attempt runs",
                    frames -> types(frames).indexOf("RUNNING") < types(frames).lastIndexOf("RUNNING"));
            letGo(go, 2);
            List<Frame> frames = stream.awaitEnd();

            assertEquals(
                    List.of("QUEUED", "RUNNING", "PROGRESS", "SCHEDULED", "QUEUED", "RUNNING", "PROGRESS", "SUCCEEDED"),
                    types(frames));
            Frame end = frames.get(frames.size() - 1);
            assertEquals("end", end.event());
            assertEquals("SUCCEEDED", end.data().path("state").asString());
        }
    }

    @Test
    void theLogOfAJob_isFollowedLive_overItsAttempts_toItsEnd() throws Exception {
        Path go = cluster.outside("log");
        String job = api.submit("steps", TestTools.file(go));
        try (EventStream stream = api.stream("/jobs/" + job + "/logs")) {
            stream.await("the first line", frames -> texts(frames).contains("attempt 1 began"));
            letGo(go, 1);
            stream.await("a line of the second attempt", frames -> texts(frames).contains("attempt 2 began"));
            letGo(go, 2);
            List<Frame> frames = stream.awaitEnd();

            assertEquals(
                    List.of("attempt 1 began", "attempt 1 ends", "attempt 2 began", "attempt 2 ends"), texts(frames));
            assertEquals("2:2", frames.get(frames.size() - 2).id());
            assertEquals("end", frames.get(frames.size() - 1).event());
        }
        try (EventStream rest = api.stream("/jobs/" + job + "/logs", "Last-Event-ID", "1:1")) {
            assertEquals(
                    List.of("attempt 1 ends", "attempt 2 began", "attempt 2 ends"),
                    texts(rest.awaitEnd()),
                    "resumed after the first line");
        }
    }

    @Test
    void allEvents_goOnAtAnotherNode_withoutGapAndWithoutDouble() {
        Cluster.Api doomed = cluster.startApi(Map.of());
        List<Frame> seen;
        List<String> jobs = new ArrayList<>();
        try (EventStream stream = doomed.client().stream("/events")) {
            submit(doomed.client(), 100, jobs);
            stream.await("some events", frames -> frames.size() > 50);
            doomed.process().kill();
            seen = new ArrayList<>(stream.awaitEnd());
        }
        submit(api, 50, jobs);
        Cluster.Api successor = cluster.startApi(Map.of());
        String last = seen.get(seen.size() - 1).id();
        try (EventStream stream = successor.client().stream("/events", "Last-Event-ID", last)) {
            submit(successor.client(), 50, jobs);
            seen.addAll(stream.await("200 jobs have ended", frames -> ended(seen) + ended(frames) >= 200));
        }

        assertTrue(IntStream.range(1, seen.size())
                .allMatch(i -> Long.parseLong(seen.get(i - 1).id())
                        < Long.parseLong(seen.get(i).id())));
        Map<String, List<String>> states = new LinkedHashMap<>();
        seen.forEach(frame -> states.computeIfAbsent(frame.data().path("jobId").asString(), job -> new ArrayList<>())
                .add(frame.data().path("type").asString()));
        assertEquals(new HashSet<>(jobs), states.keySet());
        states.forEach((job, types) -> assertEquals(List.of("QUEUED", "RUNNING", "SUCCEEDED"), types, job));
    }

    private static void submit(ApiClient node, int count, List<String> jobs) {
        for (int i = 0; i < count; i++) {
            jobs.add(node.submit("nothing", Map.of()));
        }
    }

    private static void letGo(Path go, int attempt) throws Exception {
        Files.createFile(Path.of(go + "." + attempt));
    }

    private static long ended(List<Frame> frames) {
        Set<String> jobs = new HashSet<>();
        frames.stream()
                .filter(frame -> frame.data().path("type").asString().equals("SUCCEEDED"))
                .forEach(frame -> jobs.add(frame.data().path("jobId").asString()));
        return jobs.size();
    }

    private static List<String> types(List<Frame> frames) {
        return frames.stream()
                .filter(frame -> frame.event().equals("job"))
                .map(frame -> frame.data().path("type").asString())
                .toList();
    }

    private static List<String> texts(List<Frame> frames) {
        return frames.stream()
                .filter(frame -> frame.event().equals("line"))
                .map(frame -> frame.data().path("text").asString())
                .toList();
    }
}
