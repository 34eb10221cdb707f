package dev.millrace.api.rest.jobs.bulk;

import dev.millrace.api.http.request.Query;
import dev.millrace.api.rest.jobs.JobQuery;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.JobState;
import dev.millrace.model.lookup.JobFilter;
import java.util.Collection;
import java.util.List;

/**
 * The conditions of a request that does the same to many jobs.
 *
 * @param dryRun whether to say only how many those are
 */
record BulkQuery(JobFilter filter, boolean dryRun) {
    /**
     * Reads a query. Without a condition it would mean every job there is, which nobody shall ask for by leaving
     * something out.
     *
     * @param possible the states in which it can be done to a job
     * @param whenAbsent the states that are meant when none is named
     * @throws MillraceException MALFORMED_REQUEST
     */
    static BulkQuery of(Query query, Collection<JobState> possible, Collection<JobState> whenAbsent) {
        JobFilter filter = JobQuery.filter(query);
        if (filter.isEmpty()) {
            throw malformed(
                    "Name at least one condition: state, tool, queue, label or q. All that can be meant is state="
                            + String.join(
                                    "&state=", possible.stream().map(Enum::name).toList()) + ".");
        }
        List<JobState> others = filter.states().stream()
                .filter(state -> !possible.contains(state))
                .toList();
        if (!others.isEmpty()) {
            throw malformed(
                    "It cannot be done to a job that is " + others.get(0) + "; state may be one of " + possible + ".");
        }
        return new BulkQuery(filter.states().isEmpty() ? filter.in(whenAbsent) : filter, query.flag("dryRun", false));
    }

    private static MillraceException malformed(String message) {
        return new MillraceException(ErrorCode.MALFORMED_REQUEST, message);
    }
}
