package dev.millrace.api.rest.jobs.bulk;

import dev.millrace.api.http.request.MediaType;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.json.Json;
import dev.millrace.model.json.SyntaxFlaw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/** The body of a bulk request, taken apart into jobs, each still as it was sent: one that cannot be read spoils no other. */
final class BulkBody {
    static final int MAX_JOBS = 100_000;

    private static final Set<String> LINES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines");

    /** Only to find where jobs end: whatever is too long or too deep in one of them is refused when that one is read. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] body;
    private final boolean isLines;
    private final List<Sent> jobs = new ArrayList<>();

    private BulkBody(byte[] body, boolean isLines) {
        this.body = body;
        this.isLines = isLines;
    }

    /**
     * A job as it was sent.
     *
     * @param number its line, or its place in the array, from 1
     * @param start of its bytes in the body
     * @param end behind its last byte
     */
    record Sent(int number, int start, int end) {}

    /**
     * Finds the jobs in a body.
     *
     * @throws MillraceException UNSUPPORTED_MEDIA_TYPE; MALFORMED_REQUEST if it is no array; TOO_LARGE past
     *     {@link #MAX_JOBS}; INVALID_REQUEST if there is none
     */
    static BulkBody of(MediaType type, byte[] body) {
        BulkBody bulk = new BulkBody(body, LINES.contains(type.name()));
        if (bulk.isLines) {
            bulk.splitLines();
        } else if (type.isJson()) {
            bulk.splitArray();
        } else {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send an array as application/json, or a job a line as application/x-ndjson.");
        }
        if (bulk.jobs.isEmpty()) {
            throw new MillraceException(ErrorCode.INVALID_REQUEST, "There is no job in the body.");
        }
        return bulk;
    }

    /** What a job is in this body, to count by. */
    String unit() {
        return isLines ? "line" : "job";
    }

    /** In their order. */
    List<Sent> jobs() {
        return List.copyOf(jobs);
    }

    /** @throws MillraceException MALFORMED_REQUEST */
    JsonNode read(Sent job) {
        return Json.read(Arrays.copyOfRange(body, job.start(), job.end()));
    }

    private void splitLines() {
        int number = 1;
        int start = 0;
        for (int end = 0; end <= body.length; end++) {
            if (end == body.length || body[end] == '\n') {
                if (!isBlank(start, end)) {
                    add(new Sent(number, start, end));
                }
                number++;
                start = end + 1;
            }
        }
    }

    private boolean isBlank(int start, int end) {
        for (int i = start; i < end; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private void splitArray() {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw malformed("The body must be an array of jobs like [{\"tool\": \"build-graph\"}].");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                // Makes the parser read a text or number to its end.
                parser.getString();
                int end = (int) parser.currentLocation().getByteOffset();
                add(new Sent(jobs.size() + 1, start, end));
            }
            if (parser.nextToken() != null) {
                throw malformed("Something follows the array.");
            }
        } catch (JacksonException e) {
            throw malformed("The body is no JSON array from job " + (jobs.size() + 1) + " on, " + SyntaxFlaw.place(e)
                    + ": " + SyntaxFlaw.reason(e) + ".");
        }
    }

    private void add(Sent job) {
        if (jobs.size() == MAX_JOBS) {
            throw new MillraceException(
                    ErrorCode.TOO_LARGE, "These are more than " + MAX_JOBS + " jobs; send the rest apart.");
        }
        jobs.add(job);
    }

    private static MillraceException malformed(String message) {
        return new MillraceException(ErrorCode.MALFORMED_REQUEST, message);
    }
}
