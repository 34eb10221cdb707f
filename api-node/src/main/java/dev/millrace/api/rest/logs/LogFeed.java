package dev.millrace.api.rest.logs;

import dev.millrace.api.http.stream.FeedRunner;
import dev.millrace.api.http.stream.StreamedAnswer;
import dev.millrace.model.job.Job;
import dev.millrace.model.json.Json;
import dev.millrace.model.log.LogLine;
import dev.millrace.model.log.LogStore;
import dev.millrace.model.log.LogStream;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** The log of one job on one stream, attempt after attempt, until the job has ended. */
final class LogFeed implements FeedRunner.Step {
    /** Lines that wait for the client at most are bounded by the stream; a chunk is split to stay well below that. */
    private static final int LINES_PER_STEP = 250;

    private static final int CHUNKS_PER_STEP = 1;

    private final StreamedAnswer stream;
    private final Supplier<Job> job;
    private final LogStore logs;
    private final UUID id;
    private final List<LogStream> streams;
    private Position position;

    /** @param streams of the lines to send; empty means all */
    LogFeed(
            StreamedAnswer stream,
            Supplier<Job> job,
            LogStore logs,
            UUID id,
            Position position,
            List<LogStream> streams) {
        this.stream = stream;
        this.job = job;
        this.logs = logs;
        this.id = id;
        this.position = position;
        this.streams = List.copyOf(streams);
    }

    /**
     * The job is read before its log: when it shows that an attempt is over, all lines of that attempt are there.
     */
    @Override
    public boolean run() {
        Job now = job.get();
        if (position.attempt() == 0 && now.attempt() > 0) {
            position = new Position(1, 0);
        }
        List<LogLine> lines = nextLines();
        lines.forEach(this::send);
        if (!lines.isEmpty()) {
            return true;
        }
        if (position.attempt() < now.attempt()) {
            position = new Position(position.attempt() + 1, 0);
            return true;
        }
        if (now.state().isTerminal()) {
            stream.send(
                    null,
                    "end",
                    Json.write(Json.object().put("state", now.state().name())));
            stream.close();
        }
        return false;
    }

    private List<LogLine> nextLines() {
        return logs.chunks(id, position.attempt(), position.line(), CHUNKS_PER_STEP).stream()
                .map(chunk -> chunk.linesAfter(position.line()))
                .flatMap(List::stream)
                .limit(LINES_PER_STEP)
                .toList();
    }

    private void send(LogLine line) {
        position = new Position(line.attempt(), line.line());
        if (!LogHandler.wanted(line, streams)) {
            return;
        }
        ObjectNode json = Json.object().put("attempt", line.attempt());
        stream.send(position.text(), "line", Json.write(json.setAll(json(line))));
    }

    /** A line among others of its attempt. */
    static ObjectNode json(LogLine line) {
        return Json.object()
                .put("line", line.line())
                .put("at", line.at().toString())
                .put("stream", line.stream().text())
                .put("text", line.text());
    }
}
