package dev.millrace.model.queue;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** What JobRunr keeps of a job, as it is stored. */
record JobRunrRow(
        UUID id,
        int version,
        String json,
        String signature,
        String state,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant scheduledAt) {

    /** Stores the rows that {@link #bind} gave. One that is missing is made anew: the truth is in {@code job}. */
    static final String STORE = """
            INSERT INTO jobrunr_jobs (id, version, jobAsJson, jobSignature, state, createdAt, updatedAt, scheduledAt)
            SELECT * FROM unnest(:rowIds, :rowVersions, :rowJsons, :rowSignatures, :rowStates,
                                 :rowsCreated::timestamp[], :rowsUpdated::timestamp[], :rowsScheduled::timestamp[])
            ON CONFLICT (id) DO UPDATE SET
                version = excluded.version, jobAsJson = excluded.jobAsJson, state = excluded.state,
                updatedAt = excluded.updatedAt, scheduledAt = excluded.scheduledAt
            """;

    static <S extends SqlStatement<S>> S bind(S statement, List<JobRunrRow> rows) {
        new Columns<>(statement, rows)
                .texts("rowIds", row -> row.id().toString())
                .integers("rowVersions", JobRunrRow::version)
                .texts("rowJsons", JobRunrRow::json)
                .texts("rowSignatures", JobRunrRow::signature)
                .texts("rowStates", JobRunrRow::state)
                .times("rowsCreated", JobRunrRow::createdAt)
                .times("rowsUpdated", JobRunrRow::updatedAt)
                .times("rowsScheduled", JobRunrRow::scheduledAt);
        return statement;
    }

    static void store(Handle handle, List<JobRunrRow> rows) {
        bind(handle.createUpdate(STORE), rows).execute();
    }
}
