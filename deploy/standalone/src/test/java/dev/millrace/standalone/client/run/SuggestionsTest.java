package dev.millrace.standalone.client.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SuggestionsTest {
    @Test
    void anUnknownTool_getsASuggestionOrAWayToLook() {
        assertEquals(
                "There is no tool build-grap; did you mean build-graph?",
                Suggestions.unknownTool("build-grap", List.of("build-graph", "other")));
        assertEquals(
                "There is no tool x-ray; millrace tools lists what there is",
                Suggestions.unknownTool("x-ray", List.of("build-graph")));
    }
}
