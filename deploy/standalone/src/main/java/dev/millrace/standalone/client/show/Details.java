package dev.millrace.standalone.client.show;

import dev.millrace.standalone.client.terminal.PlainText;
import dev.millrace.standalone.client.terminal.Style;
import dev.millrace.standalone.client.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;

/** Names and values of one thing, a line each; what has no value has no line. */
final class Details {
    private final List<Line> lines = new ArrayList<>();

    private record Line(String name, String value) {}

    Details add(String name, String value) {
        if (!value.isEmpty()) {
            lines.add(new Line(name, PlainText.of(value)));
        }
        return this;
    }

    void print(Terminal terminal) {
        lines(terminal).forEach(terminal::line);
    }

    List<String> lines(Terminal terminal) {
        int width = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0) + 2;
        return lines.stream()
                .map(line -> terminal.paint(Style.DIM, line.name())
                        + " ".repeat(width - line.name().length())
                        + line.value())
                .toList();
    }
}
