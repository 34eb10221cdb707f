package dev.millrace.model.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpellingTest {
    @Test
    void nearest_isTheNearestName_ifItIsNear() {
        assertEquals(Optional.of("maxPages"), Spelling.nearest("maxPage", List.of("root", "maxPages", "minPages")));
        assertEquals(Optional.of("maxPages"), Spelling.nearest("MAXPAGES", List.of("maxPages")));
        assertEquals(Optional.of("sitting"), Spelling.nearest("kitten", List.of("sitting")));
        assertEquals(Optional.empty(), Spelling.nearest("colour", List.of("root", "maxPages")));
        assertEquals(Optional.empty(), Spelling.nearest("x", List.of()));
    }
}
