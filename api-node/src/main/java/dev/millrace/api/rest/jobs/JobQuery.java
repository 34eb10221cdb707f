package dev.millrace.api.rest.jobs;

import dev.millrace.api.http.request.Query;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.JobState;
import dev.millrace.model.lookup.JobFilter;
import java.util.LinkedHashMap;
import java.util.Map;

/** The conditions on jobs that a query may hold, the same for whatever is done to those that fulfil them. */
public final class JobQuery {
    private JobQuery() {}

    /** @throws MillraceException MALFORMED_REQUEST */
    public static JobFilter filter(Query query) {
        return new JobFilter(
                query.constants("state", JobState.class, JobState::name),
                query.text("tool").orElse(null),
                query.text("queue").orElse(null),
                labels(query),
                query.text("q").filter(text -> !text.isBlank()).orElse(null));
    }

    private static Map<String, String> labels(Query query) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String label : query.list("label")) {
            int colon = label.indexOf(':');
            if (colon < 1) {
                throw malformed("A label is asked for as label=NAME:VALUE, like label=team:docs.");
            }
            String before = labels.put(label.substring(0, colon), label.substring(colon + 1));
            if (before != null) {
                throw malformed("A label has one value; ask for each name once.");
            }
        }
        return labels;
    }

    private static MillraceException malformed(String message) {
        return new MillraceException(ErrorCode.MALFORMED_REQUEST, message);
    }
}
