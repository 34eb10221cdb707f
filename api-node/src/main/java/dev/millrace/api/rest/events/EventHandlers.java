package dev.millrace.api.rest.events;

import dev.millrace.api.caller.Callers;
import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.Accept;
import dev.millrace.api.http.request.Query;
import dev.millrace.api.http.request.ResourceId;
import dev.millrace.api.http.stream.FeedRunner;
import dev.millrace.api.http.stream.LastEventId;
import dev.millrace.api.http.stream.StreamedAnswer;
import dev.millrace.api.watch.EventHub;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.journal.EventStore;
import dev.millrace.model.json.Json;
import dev.millrace.model.operations.Read;
import dev.millrace.model.thread.TaskThreads;
import dev.millrace.model.updates.EventJson;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** {@code GET /events} and {@code GET /jobs/{id}/events}. */
public final class EventHandlers {
    private static final int STREAM_PAGE = 250;
    private static final int PAGE = 500;
    private static final int MAX_PAGE = 1_000;

    private final EventHub hub;
    private final EventStore events;
    private final Read read;
    private final TaskThreads threads;

    /** @param threads run the steps of all streams */
    public EventHandlers(EventHub hub, EventStore events, Read read, TaskThreads threads) {
        this.hub = hub;
        this.events = events;
        this.read = read;
        this.threads = threads;
    }

    /** Every event of all jobs, from now on or from where the client was. */
    public void all(Context ctx) {
        Long after = lastEvent(ctx);
        StreamedAnswer stream = StreamedAnswer.open(ctx);
        EventFeed feed = new EventFeed(stream, false);
        EventHub.Watch watch = hub.watchAll(feed::live);
        stream.onClose(watch.leave());
        feed.begin(after == null ? watch.passed() : after, watch.passed());
        tellPast(stream, feed, last -> events.all(last, STREAM_PAGE));
    }

    public void ofJob(Context ctx) {
        UUID job = ResourceId.of(ctx, "id", "job");
        Job unused = read.job(job, Callers.of(ctx));
        if (Accept.favourite(ctx, "application/json", "text/event-stream").equals("text/event-stream")) {
            stream(ctx, job);
        } else {
            page(ctx, job);
        }
    }

    private void stream(Context ctx, UUID job) {
        Long position = lastEvent(ctx);
        long after = position == null ? 0 : position;
        StreamedAnswer stream = StreamedAnswer.open(ctx);
        EventFeed feed = new EventFeed(stream, true);
        Optional<JobEvent> last = events.last(job);
        if (last.isPresent() && last.get().state().isTerminal() && last.get().number() <= after) {
            // It lost the connection between the job's last event and the end: no event will come to say so.
            feed.end(last.get().state());
            return;
        }
        EventHub.Watch watch = hub.watch(job, feed::live);
        stream.onClose(watch.leave());
        feed.begin(after, watch.passed());
        tellPast(stream, feed, told -> events.ofJob(job, told, STREAM_PAGE));
    }

    /** The number of the last event the client has, from Last-Event-ID or {@code after}; null if it says neither. */
    private static @Nullable Long lastEvent(Context ctx) {
        String text = LastEventId.of(ctx).or(() -> Query.of(ctx).text("after")).orElse(null);
        return text == null ? null : (Long) LastEventId.number(text, Long.MAX_VALUE - 1, "the number of an event");
    }

    private void tellPast(StreamedAnswer stream, EventFeed feed, LongFunction<List<JobEvent>> read) {
        FeedRunner runner = new FeedRunner(stream, threads, () -> {
            long endOfPast = feed.endOfPast();
            List<JobEvent> page = read.apply(feed.last());
            return feed.past(page, page.size() < STREAM_PAGE, endOfPast);
        });
        runner.signal();
    }

    private void page(Context ctx, UUID job) {
        Long after = lastEvent(ctx);
        int limit = (int) Query.of(ctx).number("limit", 1, MAX_PAGE, PAGE);
        List<JobEvent> page = events.ofJob(job, after == null ? 0 : after, limit + 1);
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray("items");
        page.stream().limit(limit).forEach(event -> items.addRawValue(new RawValue(EventJson.text(event))));
        json.put("next", page.size() > limit ? (Long) page.get(limit - 1).number() : null);
        JsonResponse.write(ctx, 200, json);
    }
}
