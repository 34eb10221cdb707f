package dev.millrace.standalone.client.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class SuggestionsTest {
    private static final ParameterSchema SCHEMA =
            new ParameterSchema(JsonMapper.shared().readTree("{\"properties\": {\"root\": {}, \"maxPages\": {}}}"));

    @Test
    void nearMiss_isTheNearestName_ifItIsNear() {
        assertEquals(Optional.of("maxPages"), NearMiss.of("maxPage", List.of("root", "maxPages", "minPages")));
        assertEquals(Optional.of("maxPages"), NearMiss.of("MAXPAGES", List.of("maxPages")));
        assertEquals(Optional.of("a"), NearMiss.of("b", List.of("a")));
        assertEquals(Optional.empty(), NearMiss.of("colour", List.of("root", "maxPages")));
        assertEquals(Optional.empty(), NearMiss.of("x", List.of()));
    }

    @Test
    void distance_countsEdits() {
        assertEquals(3, NearMiss.distance("kitten", "sitting"));
        assertEquals(4, NearMiss.distance("", "four"));
    }

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
