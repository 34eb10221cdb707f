package dev.millrace.api.rest.logs;

import dev.millrace.api.http.answer.TextResponse;
import dev.millrace.model.log.LogChunk;
import dev.millrace.model.log.LogLine;
import dev.millrace.model.log.LogStore;
import dev.millrace.model.log.LogStream;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The lines of one attempt as plain text, a stored chunk at a time. */
final class LogText implements TextResponse.Parts {
    private final LogStore logs;
    private final UUID job;
    private final int attempt;
    private final List<LogStream> streams;
    private long position;

    /** @param after the line before the first that is wanted */
    LogText(LogStore logs, UUID job, int attempt, long after, List<LogStream> streams) {
        this.logs = logs;
        this.job = job;
        this.attempt = attempt;
        this.position = after;
        this.streams = streams;
    }

    @Override
    public @Nullable String next() {
        StringBuilder text = new StringBuilder();
        List<LogChunk> chunks = logs.chunks(job, attempt, position, 1);
        if (chunks.isEmpty()) {
            return null;
        }
        List<LogLine> lines = chunks.get(0).linesAfter(position);
        if (lines.isEmpty()) {
            return null;
        }
        for (LogLine line : lines) {
            if (LogHandler.wanted(line, streams)) {
                text.append(line.text()).append('\n');
            }
        }
        position = lines.get(lines.size() - 1).line();
        return text.toString();
    }
}
