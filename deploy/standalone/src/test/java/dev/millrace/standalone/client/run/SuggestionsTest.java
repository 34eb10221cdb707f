package dev.millrace.standalone.client.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class SuggestionsTest {
    private static final ParameterSchema SCHEMA =
            new ParameterSchema(JsonMapper.shared().readTree("{\"properties\": {\"root\": {}, \"maxPages\": {}}}"));

    @Test
    void onlyUnknownNames_getASuggestion() {
        assertEquals(
                "Refused.\n  maxPage: did you mean maxPages?\n  colour: no such parameter; there are: maxPages, root",
                Suggestions.onParameters("Refused.", List.of("root", "maxPage", "colour"), SCHEMA));
    }

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
