package dev.millrace.worker.runtime.process;

import dev.millrace.model.log.LogStream;
import dev.millrace.worker.runtime.Output;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what the tool said. */
public final class RecordedOutput implements Output {
    record Line(LogStream stream, String text) {}

    final List<Line> lines = new CopyOnWriteArrayList<>();
    final List<String> progress = new CopyOnWriteArrayList<>();

    @Override
    public void line(LogStream stream, String text) {
        lines.add(new Line(stream, text));
    }

    @Override
    public void progress(int percent, String message) {
        progress.add(percent + " " + message);
    }

    List<String> texts(LogStream stream) {
        return lines.stream()
                .filter(line -> line.stream() == stream)
                .map(Line::text)
                .toList();
    }

    public boolean has(String text) {
        return lines.stream().anyMatch(line -> line.text().equals(text));
    }
}
