package dev.millrace.model.updates;

import dev.millrace.model.job.JobEvent;
import dev.millrace.model.json.Json;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;

/**
 * An event as JSON: the same object over Redis, in event streams and in lists. Written without a tree, as every change of
 * every job is told.
 */
public final class EventJson {
    /** Raised when a key changes its meaning or goes; new keys may come without it. */
    private static final int VERSION = 1;

    private static final int USUAL_LENGTH = 256;

    private EventJson() {}

    /** The message on {@link Channels#JOB_UPDATES}. */
    public static String message(JobEvent event) {
        return write(event, true);
    }

    public static String text(JobEvent event) {
        return write(event, false);
    }

    private static String write(JobEvent event, boolean withVersion) {
        StringWriter text = new StringWriter(USUAL_LENGTH);
        try (JsonGenerator json = Json.mapper().createGenerator(text)) {
            json.writeStartObject();
            if (withVersion) {
                json.writeNumberProperty("version", VERSION);
            }
            json.writeNumberProperty("number", event.number());
            json.writeStringProperty("jobId", event.jobId().toString());
            json.writeStringProperty("tool", event.tool());
            json.writeStringProperty("type", event.type().name());
            json.writeStringProperty("state", event.state().name());
            json.writeNumberProperty("attempt", event.attempt());
            json.writeStringProperty("at", event.at().toString());
            json.writeName("data");
            json.writeRawValue(event.data());
            json.writeEndObject();
        }
        return text.toString();
    }
}
