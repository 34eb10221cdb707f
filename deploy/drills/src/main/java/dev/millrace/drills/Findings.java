package dev.millrace.drills;

import dev.millrace.drills.history.History;
import dev.millrace.drills.history.JobRecord;
import dev.millrace.drills.promise.Violation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of a drill.
 *
 * @param faults how often each struck
 * @param recovery how long it took
 * @param callers how they fared
 * @param gone nodes that ended although nobody told them to
 */
record Findings(
        History history,
        List<Violation> violations,
        Map<Fault, Integer> faults,
        Recovery recovery,
        String callers,
        long gone) {
    private static final int SHOWN = 20;

    /**
     * Seconds, ascending.
     *
     * @param pickUps from the kill of a worker to the next start of each of its jobs
     * @param resumptions from the moment when Postgres was back to the start of the next job
     */
    record Recovery(List<Double> pickUps, List<Double> resumptions) {}

    boolean isClean() {
        return violations.isEmpty() && gone == 0;
    }

    /** For people. */
    String report() {
        StringBuilder text = new StringBuilder();
        line(text, "jobs", history.accepted().size() + " accepted: " + counts(states()));
        line(
                text,
                "faults",
                counts(faults.entrySet().stream()
                        .collect(Collectors.toMap(
                                fault -> fault.getKey().title(), Map.Entry::getValue, (a, b) -> a, TreeMap::new))));
        line(text, "picked up", seconds("the kill of its worker", recovery.pickUps(), "jobs"));
        line(text, "resumed", seconds("Postgres was back", recovery.resumptions(), "outages"));
        line(text, "callers", callers);
        line(text, "nodes", gone + " ended by themselves");
        line(
                text,
                "promise",
                count(Broken.LOST) + " lost, " + count(Broken.TWICE) + " run twice at once, " + count(Broken.WRONG)
                        + " wrong records");
        violations.stream()
                .limit(SHOWN)
                .forEach(violation -> text.append("  ").append(violation).append('\n'));
        if (violations.size() > SHOWN) {
            text.append("  … and ").append(violations.size() - SHOWN).append(" more\n");
        }
        return text.toString();
    }

    private static String seconds(String after, List<Double> lengths, String of) {
        return lengths.isEmpty()
                ? "nothing to measure"
                : String.format(
                        Locale.ROOT,
                        "after %s, seconds: p50 %.1f, max %.1f, of %d %s (target 5)",
                        after,
                        lengths.get(lengths.size() / 2),
                        lengths.get(lengths.size() - 1),
                        lengths.size(),
                        of);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-10s %s%n", name, value));
    }

    private Map<String, Integer> states() {
        return history.jobs().values().stream()
                .collect(Collectors.toMap(JobRecord::state, job -> 1, Integer::sum, TreeMap::new));
    }

    private static String counts(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private enum Broken {
        LOST,
        TWICE,
        WRONG
    }

    private long count(Broken how) {
        return violations.stream()
                .filter(violation -> how(violation.kind()) == how)
                .map(Violation::job)
                .distinct()
                .count();
    }

    private static Broken how(Violation.Kind kind) {
        return switch (kind) {
            case LOST, NOT_ENDED -> Broken.LOST;
            case TWICE_AT_ONCE, UNASKED -> Broken.TWICE;
            case ENDED_TWICE, EVENT_ORDER, ILLEGAL_STEP, ATTEMPT_NUMBERS, ATTEMPT_BURNT, SURVIVORS, WRONG_RECORD ->
                Broken.WRONG;
        };
    }
}
