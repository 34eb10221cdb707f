package dev.millrace.drills.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the checker takes for legal is what the documentation draws. */
final class StateMachineTest {
    private static final Pattern ARROW = Pattern.compile("^ +(\\S+) --> ([A-Z]+)(?::.*)?$", Pattern.MULTILINE);

    @Test
    void theSteps_areThoseOfTheDrawing() throws Exception {
        Map<String, Set<String>> drawn = new HashMap<>();
        EventRule.NEXT.keySet().forEach(state -> drawn.put(state, new HashSet<>()));
        Matcher arrow = ARROW.matcher(Files.readString(Path.of("../../docs/job-states.md")));
        while (arrow.find()) {
            String from = arrow.group(1).equals("[*]") ? "" : arrow.group(1);
            drawn.computeIfAbsent(from, state -> new HashSet<>()).add(arrow.group(2));
        }

        assertEquals(drawn, EventRule.NEXT);
    }
}
