package dev.millrace.standalone.client.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows under headings, every column as wide as its widest cell; columns of numbers are aligned to the right. */
public final class Table {
    private static final String GAP = "  ";

    private final List<Cell> headings;
    private final List<List<Cell>> rows = new ArrayList<>();

    public Table(String... headings) {
        this.headings =
                Stream.of(headings).map(text -> new Cell(text, Style.BOLD)).toList();
    }

    /** @throws IllegalArgumentException when there are not as many cells as headings */
    public Table row(Cell... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells under " + headings.size() + " headings");
        }
        rows.add(List.of(cells));
        return this;
    }

    public void print(Terminal terminal) {
        lines(terminal).forEach(terminal::line);
    }

    List<String> lines(Terminal terminal) {
        List<Column> columns =
                IntStream.range(0, headings.size()).mapToObj(this::column).toList();
        return Stream.concat(Stream.of(headings), rows.stream())
                .map(row -> line(row, columns, terminal))
                .toList();
    }

    private Column column(int index) {
        int width = Stream.concat(Stream.of(headings), rows.stream())
                .mapToInt(row -> row.get(index).width())
                .max()
                .orElse(0);
        boolean numbers =
                !rows.isEmpty() && rows.stream().allMatch(row -> row.get(index).isNumber());
        return new Column(width, numbers, index == headings.size() - 1);
    }

    private static String line(List<Cell> row, List<Column> columns, Terminal terminal) {
        StringBuilder line = new StringBuilder();
        for (int index = 0; index < columns.size(); index++) {
            line.append(index == 0 ? "" : GAP).append(columns.get(index).fit(row.get(index), terminal));
        }
        return line.toString().stripTrailing();
    }

    private record Column(int width, boolean numbers, boolean last) {
        String fit(Cell cell, Terminal terminal) {
            String padding = " ".repeat(width - cell.width());
            String text = cell.style() == null ? cell.text() : terminal.paint(cell.style(), cell.text());
            if (numbers) {
                return padding + text;
            }
            return last ? text : text + padding;
        }
    }
}
