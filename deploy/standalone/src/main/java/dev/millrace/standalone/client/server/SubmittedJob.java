package dev.millrace.standalone.client.server;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/** The job that a submit led to, as the API describes it, and whether it was there before. */
public record SubmittedJob(JsonNode job, Origin origin) {

    /** Where it comes from. */
    public enum Origin {
        NEW,
        /** Submitted by the same request with the same idempotency key. */
        REPLAYED,
        /** Like the one that was asked for, and unique. */
        DUPLICATE
    }

    static SubmittedJob of(JsonNode job, HttpHeaders headers) {
        if (headers.firstValue("Unique-Duplicate").isPresent()) {
            return new SubmittedJob(job, Origin.DUPLICATE);
        }
        return new SubmittedJob(
                job, headers.firstValue("Idempotent-Replayed").isPresent() ? Origin.REPLAYED : Origin.NEW);
    }
}
