package dev.millrace.api.rest.events;

import dev.millrace.api.http.stream.StreamedAnswer;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.JobState;
import dev.millrace.model.json.Json;
import dev.millrace.model.updates.EventJson;
import java.util.List;

/**
 * The events on one stream: first those of the past, then live ones, none missed and none twice. While the past is being
 * told, a live event only moves the end of the past.
 */
final class EventFeed {
    private final StreamedAnswer stream;
    private final boolean endsWithJob;
    private long last;
    private long endOfPast = Long.MAX_VALUE;
    private boolean live;

    /**
     * Makes a feed that has nothing to tell before {@link #begin}.
     *
     * @param endsWithJob whether the stream ends after a terminal event
     */
    EventFeed(StreamedAnswer stream, boolean endsWithJob) {
        this.stream = stream;
        this.endsWithJob = endsWithJob;
    }

    /**
     * Says what has been told and where the past ends.
     *
     * @param after the number of the last event that the client has
     * @param passed as the hub gave it
     */
    synchronized void begin(long after, long passed) {
        last = after;
        // A live event may have come between.
        endOfPast = endOfPast == Long.MAX_VALUE ? passed : Math.max(passed, endOfPast);
    }

    /** What the hub calls. */
    synchronized void live(JobEvent event) {
        if (live) {
            send(event);
        } else {
            endOfPast = event.number();
        }
    }

    synchronized long last() {
        return last;
    }

    /**
     * Tells a page of the past.
     *
     * @param page the events after {@link #last}, in order
     * @param isLastPage whether there were no more when it was read
     * @return whether there is more of the past
     */
    synchronized boolean past(List<JobEvent> page, boolean isLastPage, long endOfPastBefore) {
        for (JobEvent event : page) {
            if (event.number() <= endOfPastBefore) {
                send(event);
            }
        }
        boolean reached = isLastPage || last >= endOfPastBefore;
        live = reached && endOfPast == endOfPastBefore;
        return !live;
    }

    synchronized long endOfPast() {
        return endOfPast;
    }

    private void send(JobEvent event) {
        if (event.number() <= last || !stream.isOpen()) {
            return;
        }
        last = event.number();
        stream.send(Long.toString(event.number()), "job", EventJson.text(event));
        if (endsWithJob && event.state().isTerminal()) {
            end(event.state());
        }
    }

    /** Says that the job has ended as this, and ends the stream. */
    void end(JobState state) {
        stream.send(null, "end", Json.write(Json.object().put("state", state.name())));
        stream.close();
    }
}
