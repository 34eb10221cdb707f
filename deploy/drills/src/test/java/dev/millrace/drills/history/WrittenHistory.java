package dev.millrace.drills.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The history of a job {@code j}, written down in lines; {@code -} is for what is not there. */
public final class WrittenHistory {
    private final ObjectNode job = JsonMapper.shared().createObjectNode().put("id", "j");
    private final List<JsonNode> events = new java.util.ArrayList<>();

    private WrittenHistory() {}

    /**
     * Understands the lines of an outside file, and:
     *
     * <pre>
     * job STATE ATTEMPT MAX_ATTEMPTS
     * attempt NUMBER STATE STARTED FINISHED EXIT_CODE SURVIVORS
     * event NUMBER TYPE STATE ATTEMPT
     * </pre>
     */
    public static History of(String text) {
        WrittenHistory written = new WrittenHistory();
        written.job.putArray("attempts");
        Map<Boolean, List<String>> lines = text.lines()
                .collect(Collectors.partitioningBy(
                        line -> line.startsWith("job ") || line.startsWith("attempt ") || line.startsWith("event ")));
        lines.get(true).forEach(line -> written.add(line.split(" ", -1)));
        return new History(
                Set.of("j"),
                Set.of("j"),
                Map.of("j", JobRecord.of(written.job, written.events)),
                OutsideFile.read(lines.get(false).stream()));
    }

    private void add(String[] words) {
        switch (words[0]) {
            case "job" ->
                job.put("state", words[1]).put("attempt", number(words[2])).put("maxAttempts", number(words[3]));
            case "attempt" ->
                job.withArray("attempts")
                        .addObject()
                        .put("number", number(words[1]))
                        .put("state", words[2])
                        .put("worker", "w")
                        .put("startedAt", time(words[3]))
                        .put("finishedAt", time(words[4]))
                        .put("exitCode", number(words[5]))
                        .put("survivors", number(words[6]));
            default ->
                events.add(JsonMapper.shared()
                        .createObjectNode()
                        .put("number", number(words[1]))
                        .put("type", words[2])
                        .put("state", words[3])
                        .put("attempt", number(words[4])));
        }
    }

    private static Integer number(String word) {
        return word.equals("-") ? null : Integer.valueOf(word);
    }

    private static String time(String seconds) {
        return seconds.equals("-")
                ? null
                : Instant.ofEpochSecond(Long.parseLong(seconds)).toString();
    }
}
