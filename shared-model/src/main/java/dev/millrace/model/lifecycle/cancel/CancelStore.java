package dev.millrace.model.lifecycle.cancel;

import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.job.JobState;
import dev.millrace.model.journal.EventData;
import dev.millrace.model.json.Json;
import dev.millrace.model.lifecycle.ChangedJob;
import dev.millrace.model.lookup.StateSql;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The statements that cancel jobs. */
final class CancelStore {
    private static final Failure CANCELLED = new Failure(FailureCode.CANCELLED, "Cancelled before it started.");

    /** Key in the event's data: who asked for the cancel. */
    private static final String REQUESTED_BY = "requestedBy";

    private static final String CANCEL_WAITING = """
            WITH changed AS (
                UPDATE job SET state = 'CANCELLED', finished_at = now(), cancel_requested_at = now(),
                               cancel_requested_by = :requestedBy,
                               error_code = :errorCode, error_message = :errorMessage
                WHERE id = ANY (:ids) AND %s RETURNING *)
            """.formatted(StateSql.ofKnown(JobState.SCHEDULED, JobState.QUEUED))
            + ChangedJob.andItsEvent("state", ":data");

    private static final String REQUEST_CANCEL =
            """
            WITH changed AS (
                UPDATE job SET cancel_requested_at = now(), cancel_requested_by = :requestedBy
                WHERE id = ANY (:ids) AND %s AND cancel_requested_at IS NULL RETURNING *)
            """.formatted(StateSql.ofKnown(JobState.RUNNING)) + ChangedJob.andItsEvent("'CANCEL_REQUESTED'", ":data");

    private CancelStore() {}

    /** Skips jobs that do not wait. */
    static List<ChangedJob> cancelWaiting(Handle handle, List<UUID> jobs, String requestedBy) {
        return handle.createQuery(CANCEL_WAITING)
                .bindArray("ids", UUID.class, jobs)
                .bind("errorCode", CANCELLED.code().name())
                .bind("errorMessage", CANCELLED.message())
                .bind("requestedBy", requestedBy)
                .bind("data", EventData.of(CANCELLED, Map.of(REQUESTED_BY, requestedBy)))
                .map(ChangedJob::map)
                .list();
    }

    /** Skips jobs that do not run, and jobs with an earlier request. */
    static List<ChangedJob> requestCancel(Handle handle, List<UUID> jobs, String requestedBy) {
        return handle.createQuery(REQUEST_CANCEL)
                .bindArray("ids", UUID.class, jobs)
                .bind("requestedBy", requestedBy)
                .bind("data", Json.write(Map.of(REQUESTED_BY, requestedBy)))
                .map(ChangedJob::map)
                .list();
    }
}
