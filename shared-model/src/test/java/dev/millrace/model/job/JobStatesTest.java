package dev.millrace.model.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds {@code docs/job-states.md} to the code. */
class JobStatesTest {
    private static final Pattern ARROW = Pattern.compile("(?m)^ +(\\S+) --> ([^:\\s]+)(: .+)?$");
    private static final Pattern FIRST_CELLS = Pattern.compile("(?m)^\\| `?([A-Z_]+|–)`? \\| `?([A-Z_]+|[^|`]+)`? \\|");

    private final String page = Files.readString(Path.of("../docs/job-states.md"));
    private final String diagram = section("```mermaid\n", "```\n");

    JobStatesTest() throws IOException {}

    private String section(String from, String to) {
        int start = page.indexOf(from) + from.length();
        int end = page.indexOf(to, start);
        return page.substring(start, end < 0 ? page.length() : end);
    }

    private Stream<String[]> arrows() {
        return ARROW.matcher(diagram).results().map(arrow -> new String[] {arrow.group(1), arrow.group(2)});
    }

    @Test
    void diagram_drawsExactlyTheTransitionsOfTheCode() {
        Map<JobState, Set<JobState>> drawn = new EnumMap<>(JobState.class);
        for (JobState state : JobState.values()) {
            drawn.put(state, Set.of());
        }
        drawn.putAll(arrows().filter(arrow -> !arrow[0].equals("[*]") && !arrow[1].equals("[*]"))
                .collect(Collectors.groupingBy(
                        arrow -> JobState.valueOf(arrow[0]),
                        Collectors.mapping(arrow -> JobState.valueOf(arrow[1]), Collectors.toSet()))));

        for (JobState state : JobState.values()) {
            assertEquals(state.next(), drawn.get(state), state + " -->");
        }
    }

    @Test
    void diagram_endsInTheTerminalStates() {
        Set<JobState> drawn = arrows().filter(arrow -> arrow[1].equals("[*]"))
                .map(arrow -> JobState.valueOf(arrow[0]))
                .collect(Collectors.toSet());

        assertEquals(Stream.of(JobState.values()).filter(JobState::isTerminal).collect(Collectors.toSet()), drawn);
    }

    @Test
    void diagram_hasNoLineThatThisTestDoesNotRead() {
        assertEquals(diagram.lines().count(), 1 + arrows().count());
    }

    @Test
    void table_namesEveryTransition() {
        assertEquals(
                arrows().filter(arrow -> !arrow[1].equals("[*]"))
                        .map(arrow -> arrow[0].replace("[*]", "–") + " → " + arrow[1])
                        .collect(Collectors.toCollection(TreeSet::new)),
                cells(section("## Who moves a job", "## "), 1, 2));
    }

    @Test
    void page_explainsEveryAttemptState() {
        assertEquals(names(AttemptState.values()), cells(section("## States of an attempt", "## "), 1, 1));
    }

    @Test
    void page_explainsEveryFailureCode() {
        assertEquals(names(FailureCode.values()), cells(section("## Failure codes", "## "), 1, 1));
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void page_namesEveryEvent(EventType type) {
        assertTrue(page.contains("`" + type + "`"), type.name());
    }

    private static Set<String> names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> cells(String table, int from, int to) {
        Set<String> cells = new TreeSet<>();
        for (Matcher row = FIRST_CELLS.matcher(table); row.find(); ) {
            cells.add(from == to ? row.group(from) : row.group(from) + " → " + row.group(to));
        }
        return cells;
    }
}
