package dev.millrace.drills.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The file to which all runs of a recording tool append, with no help of Millrace's:
 *
 * <pre>
 * start JOB ATTEMPT PID UPTIME
 * alive JOB ATTEMPT PID
 * end JOB ATTEMPT PID STATUS
 * </pre>
 *
 * {@code UPTIME} is the first number of {@code /proc/uptime}. Short appended lines are atomic.
 */
public final class OutsideFile {
    private OutsideFile() {}

    /** The runs of each job, in the order in which they started; none when there is no such file. */
    public static Map<String, List<Run>> read(Path file) throws IOException {
        if (Files.notExists(file)) {
            return Map.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return read(lines);
        }
    }

    static Map<String, List<Run>> read(Stream<String> lines) {
        Map<String, Run> byProcess = new HashMap<>();
        Map<String, List<String>> byJob = new HashMap<>();
        long[] number = {0};
        lines.forEachOrdered(line -> {
            number[0]++;
            String[] words = line.split(" ", -1);
            String process = words[1] + " " + words[2] + " " + words[3];
            switch (words[0]) {
                case "start" -> {
                    Run run = start(words, number[0]);
                    byProcess.put(process, run);
                    byJob.computeIfAbsent(words[1], job -> new ArrayList<>()).add(process);
                }
                case "alive" -> byProcess.computeIfPresent(process, (key, run) -> run.alive(number[0]));
                case "end" ->
                    byProcess.computeIfPresent(process, (key, run) -> run.ended(number[0], Integer.parseInt(words[4])));
                default -> throw new IllegalArgumentException("Line " + number[0] + " is not a record: " + line);
            }
        });
        Map<String, List<Run>> runs = new HashMap<>();
        byJob.forEach((job, processes) ->
                runs.put(job, processes.stream().map(byProcess::get).toList()));
        return runs;
    }

    private static Run start(String[] words, long line) {
        return new Run(
                words[1],
                Integer.parseInt(words[2]),
                line,
                line,
                Double.parseDouble(words[4]),
                java.util.OptionalInt.empty());
    }
}
