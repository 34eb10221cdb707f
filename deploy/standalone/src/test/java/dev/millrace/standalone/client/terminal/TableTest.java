package dev.millrace.standalone.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
    private static final Terminal FILE =
            new Terminal(new PrintStream(new ByteArrayOutputStream()), false, false, false, 80);
    private static final Terminal SCREEN =
            new Terminal(new PrintStream(new ByteArrayOutputStream()), true, true, true, 80);

    @Test
    void columns_areAsWideAsTheirWidestCell_andNumbersStandRight() {
        Table table = new Table("TOOL", "RUNS", "NOTE")
                .row(Cell.of("build-graph"), Cell.of(7), Cell.of(""))
                .row(Cell.of("x"), Cell.of(12345), Cell.of("late"));

        assertEquals(
                List.of(
                        "TOOL          RUNS  NOTE", //
                        "build-graph      7",
                        "x            12345  late"),
                table.lines(FILE));
    }

    @Test
    void colours_doNotMoveTheColumns() {
        Table table = new Table("STATE", "ID").row(Cell.state("FAILED"), Cell.of("a"));

        assertEquals(List.of("STATE   ID", "FAILED  a"), table.lines(FILE));
        assertEquals(
                List.of("STATE   ID", "FAILED  a"),
                table.lines(SCREEN).stream()
                        .map(line -> line.replaceAll("\u001B\\[[0-9]+m", ""))
                        .toList());
        assertEquals("\u001B[31mFAILED\u001B[0m  a", table.lines(SCREEN).get(1));
    }

    @Test
    void aCell_cannotBreakItsRow() {
        Table table = new Table("NAME").row(Cell.of("a\nb\u001B[2J"));

        assertEquals("a␊b␛[2J", table.lines(FILE).get(1));
    }

    @Test
    void characters_outsideTheBasicPlaneCountOnce() {
        Table table = new Table("A", "B").row(Cell.of("😀"), Cell.of("x")).row(Cell.of("ab"), Cell.of("y"));

        assertEquals("😀   x", table.lines(FILE).get(1));
    }

    @Test
    void aRow_hasACellForEachHeading() {
        assertThrows(IllegalArgumentException.class, () -> new Table("A", "B").row(Cell.of("only")));
    }
}
