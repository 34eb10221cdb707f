package dev.millrace.api.rest.logs;

import dev.millrace.api.caller.Callers;
import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.answer.TextResponse;
import dev.millrace.api.http.request.Accept;
import dev.millrace.api.http.request.Query;
import dev.millrace.api.http.request.ResourceId;
import dev.millrace.api.http.stream.FeedRunner;
import dev.millrace.api.http.stream.StreamedAnswer;
import dev.millrace.api.watch.EventHub;
import dev.millrace.api.watch.LogHub;
import dev.millrace.model.job.Job;
import dev.millrace.model.json.Json;
import dev.millrace.model.log.LogChunk;
import dev.millrace.model.log.LogLine;
import dev.millrace.model.log.LogStore;
import dev.millrace.model.log.LogStream;
import dev.millrace.model.operations.Caller;
import dev.millrace.model.operations.Read;
import dev.millrace.model.thread.TaskThreads;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /jobs/{id}/logs}: pages, plain text, or a stream that follows. */
public final class LogHandler {
    private static final int LINES = 500;
    private static final int MAX_LINES = 1_000;
    private static final int CHUNKS_AT_ONCE = 4;

    private final Read read;
    private final LogStore logs;
    private final LogHub hub;
    private final EventHub events;
    private final TaskThreads threads;

    public LogHandler(Read read, LogStore logs, LogHub hub, EventHub events, TaskThreads threads) {
        this.read = read;
        this.logs = logs;
        this.hub = hub;
        this.events = events;
        this.threads = threads;
    }

    public void get(Context ctx) throws IOException {
        Caller caller = Callers.of(ctx);
        Job job = read.job(ResourceId.of(ctx, "id", "job"), caller);
        Query query = Query.of(ctx);
        int attempt = (int) query.number("attempt", 1, 1_000_000, Math.max(1, job.attempt()));
        long after = query.number("after", 0, Long.MAX_VALUE - 1, 0);
        int limit = (int) query.number("limit", 1, MAX_LINES, LINES);
        List<LogStream> streams = query.constants("stream", LogStream.class, LogStream::text);
        switch (Accept.favourite(ctx, "application/json", "text/plain", "text/event-stream")) {
            case "text/event-stream" -> {
                boolean from =
                        query.text("attempt").isPresent() || query.text("after").isPresent();
                follow(ctx, job.id(), caller, from ? new Position(attempt, after) : new Position(0, 0), streams);
            }
            case "text/plain" -> TextResponse.write(ctx, new LogText(logs, job.id(), attempt, after, streams));
            default -> page(ctx, job.id(), attempt, after, limit, streams);
        }
    }

    private void follow(Context ctx, UUID job, Caller caller, Position first, List<LogStream> streams) {
        Position lastLine = Position.lastLine(ctx);
        StreamedAnswer stream = StreamedAnswer.open(ctx);
        Position position = lastLine == null ? first : lastLine;
        FeedRunner runner = new FeedRunner(
                stream, threads, new LogFeed(stream, () -> read.job(job, caller), logs, job, position, streams));
        Runnable grown = runner::signal;
        hub.follow(job, grown);
        stream.onClose(() -> hub.unfollow(job, grown));
        // The end of an attempt brings no line, but an event.
        stream.onClose(events.watch(job, event -> runner.signal()).leave());
        runner.signal();
    }

    private void page(Context ctx, UUID job, int attempt, long after, int limit, List<LogStream> streams) {
        List<LogLine> found = new ArrayList<>();
        long position = after;
        boolean more = true;
        while (more && found.size() <= limit) {
            List<LogLine> lines = linesAfter(job, attempt, position);
            more = !lines.isEmpty();
            position = more ? lines.get(lines.size() - 1).line() : position;
            lines.stream().filter(line -> wanted(line, streams)).forEach(found::add);
        }
        ObjectNode json = Json.object().put("jobId", job.toString()).put("attempt", attempt);
        json.putArray("items")
                .addAll(found.stream().limit(limit).map(LogFeed::json).toList());
        json.put("next", found.size() > limit ? (Long) found.get(limit - 1).line() : null);
        JsonResponse.write(ctx, 200, json);
    }

    private List<LogLine> linesAfter(UUID job, int attempt, long after) {
        List<LogLine> lines = new ArrayList<>();
        for (LogChunk chunk : logs.chunks(job, attempt, after, CHUNKS_AT_ONCE)) {
            lines.addAll(chunk.linesAfter(after));
        }
        return lines;
    }

    static boolean wanted(LogLine line, List<LogStream> streams) {
        return streams.isEmpty() || streams.contains(line.stream());
    }
}
