package dev.millrace.worker.runtime.output;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final List<String> lines = new ArrayList<>();

    @Test
    void lineEnds_areThoseOfUnixAndWindows() {
        assertEquals(List.of("a", "b", "", "c\rd", "e"), split("a\nb\r\n\r\nc\rd\ne"));
    }

    @Test
    void lastLine_needsNoLineEnd() {
        assertEquals(List.of("50%\r100%\r"), split("50%\r100%\r"));
        assertEquals(List.of(), split(""));
        assertEquals(List.of("a"), split("a\n"));
    }

    @Test
    void malformedText_isReplaced() {
        assertEquals(List.of("a\uFFFDb\uFFFDc"), splitBytes("a\0b\u00ffc".getBytes(ISO_8859_1), 64, 100));
    }

    @Test
    void chunks_doNotShow() {
        String text = "Grüße\r\n€uro 😀\nlast";
        for (int chunk = 1; chunk < 12; chunk++) {
            assertEquals(List.of("Grüße", "€uro 😀", "last"), splitBytes(text.getBytes(UTF_8), 64, chunk));
        }
    }

    @Test
    void longLine_isCutWithAMarker() {
        assertEquals(
                List.of("12345678 … [line cut: 9 bytes]", "12345678", "next"),
                splitBytes("123456789\n12345678\nnext".getBytes(UTF_8), 8, 5));
    }

    @Test
    void cut_goesThroughNoCharacter() {
        assertEquals(List.of("€€ … [line cut: 9 bytes]"), splitBytes("€€€".getBytes(UTF_8), 8, 3));
        assertEquals(List.of("€€ … [line cut: 9 bytes]"), splitBytes("€€€".getBytes(UTF_8), 7, 3));
        assertEquals(List.of("€€ … [line cut: 9 bytes]"), splitBytes("€€€".getBytes(UTF_8), 6, 3));
        assertEquals(List.of("a😀 … [line cut: 9 bytes]"), splitBytes("a😀😀".getBytes(UTF_8), 8, 9));
    }

    @Test
    void windowsLineEndAtTheLimit_costsOnlyItself() {
        assertEquals(List.of("1234", "x"), splitBytes("1234\r\nx".getBytes(UTF_8), 5, 9));
    }

    private List<String> split(String text) {
        return splitBytes(text.getBytes(UTF_8), 64, text.length() + 1);
    }

    private List<String> splitBytes(byte[] bytes, int limit, int chunk) {
        lines.clear();
        LineSplitter splitter = new LineSplitter(limit, (text, size) -> lines.add(text));
        for (int i = 0; i < bytes.length; i += chunk) {
            splitter.accept(bytes, i, Math.min(chunk, bytes.length - i));
        }
        splitter.end();
        return List.copyOf(lines);
    }
}
