package dev.millrace.model.updates;

import dev.millrace.model.job.JobEvent;
import dev.millrace.model.json.Json;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** An event as JSON: the same object over Redis, in event streams and in lists. */
public final class EventJson {
    /** Raised when a key changes its meaning or goes; new keys may come without it. */
    private static final int VERSION = 1;

    private EventJson() {}

    /** The message on {@link Channels#JOB_UPDATES}. */
    public static String message(JobEvent event) {
        ObjectNode json = Json.object().put("version", VERSION);
        return Json.write(fill(json, event));
    }

    public static ObjectNode of(JobEvent event) {
        return fill(Json.object(), event);
    }

    private static ObjectNode fill(ObjectNode json, JobEvent event) {
        json.put("number", event.number())
                .put("jobId", event.jobId().toString())
                .put("tool", event.tool())
                .put("type", event.type().name())
                .put("state", event.state().name())
                .put("attempt", event.attempt())
                .put("at", event.at().toString());
        json.putRawValue("data", new RawValue(event.data()));
        return json;
    }
}
