package dev.millrace.model.lifecycle.finish;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.ProcessUsage;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.db.UnnestBinder;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.JobState;
import dev.millrace.model.journal.EventAppender;
import dev.millrace.model.journal.EventData;
import dev.millrace.model.lookup.StateSql;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The statements that settle a running attempt. The statement that changes a job also appends its event. */
final class CompletionStore {
    /**
     * A job that is queued again keeps its {@code queued_at}, and so its queue position. The attempt's row is written
     * here, at its end. Each job is looked up by an array of one id and not by a join on ids: a plan for a join could
     * begin with all jobs.
     */
    private static final String SETTLE =
            """
            WITH ending AS MATERIALIZED (
                SELECT * FROM unnest(
                    :ids, :attempts, :workers, :next, :terminal, :failures, :delays, :errorCodes, :errorMessages, :data,
                    :states, :exitCodes, :signals, :stopReasons, :survivors, :ownErrorCodes, :ownErrorMessages, :results,
                    :pids, :cpuTimes, :peakMemories, :outputBytes)
                AS ending (
                    id, attempt, own_worker, next, terminal, failures, delay, error_code, error_message, data,
                    own_state, exit_code, signal, stop_reason, survivors, own_error_code, own_error_message, result,
                    pid, cpu_time_ms, peak_memory, output_bytes)),
            changed AS (
                UPDATE job SET state = ending.next,
                    failures = job.failures + ending.failures,
                    run_at = CASE WHEN ending.next = 'SCHEDULED' THEN now() + ending.delay * interval '1 ms'
                                  ELSE job.run_at END,
                    finished_at = CASE WHEN ending.terminal = 1 THEN now() END,
                    worker_id = CASE WHEN ending.terminal = 1 THEN job.worker_id END,
                    error_code = ending.error_code, error_message = ending.error_message
                FROM ending
                WHERE job.id = ANY (ARRAY[ending.id]) AND job.attempt = ending.attempt AND %s
                RETURNING job.id, job.tool, job.state, job.attempt, job.started_at,
                          job.cancel_requested_by, ending.own_worker, ending.data, ending.own_state, ending.exit_code, ending.signal,
                          ending.stop_reason, ending.survivors, ending.own_error_code, ending.own_error_message,
                          ending.pid, ending.cpu_time_ms, ending.peak_memory, ending.output_bytes),
            ended AS (
                INSERT INTO attempt (
                    job_id, number, worker_id, state, started_at, finished_at, exit_code, signal, stop_reason, survivors,
                    error_code, error_message, host, pid, cpu_time_ms, peak_memory, output_bytes, stopped_by)
                SELECT id, attempt, own_worker, own_state, started_at, now(), exit_code, signal, stop_reason, survivors,
                    own_error_code, own_error_message, (SELECT host FROM worker WHERE worker.id = own_worker),
                    pid, cpu_time_ms, peak_memory, output_bytes,
                    CASE stop_reason WHEN 'CANCEL' THEN cancel_requested_by
                         WHEN 'TIMEOUT' THEN 'timeout' WHEN 'LIMIT' THEN 'limit' WHEN 'DRAIN' THEN 'worker' END
                FROM changed),
            returned AS (
                INSERT INTO job_result (job_id, result)
                SELECT ending.id, result::json FROM ending JOIN changed ON changed.id = ending.id
                WHERE result IS NOT NULL)
            """.formatted(StateSql.ofKnown(JobState.RUNNING)) + EventAppender.append("state", "changed.data");

    private CompletionStore() {}

    /** Counts the job's attempts in this state: lost ones, or ones that a draining worker released within a minute. */
    static int attemptsLike(Handle handle, UUID job, AttemptState state) {
        return handle.createQuery("""
                        SELECT count(*) FROM attempt
                        WHERE job_id = :job AND state = :state AND (state = 'LOST'
                            OR (stop_reason = 'DRAIN' AND finished_at - started_at < interval '1 minute'))
                        """)
                .bind("job", job)
                .bind("state", state.name())
                .mapTo(Integer.class)
                .one();
    }

    /**
     * Settles the attempts that still run, in the order of the jobs' ids: so two batches cannot wait for each other.
     */
    static List<JobEvent> settle(Handle handle, List<AttemptEnd> ends) {
        Query settle = handle.createQuery(SETTLE);
        List<AttemptEnd> ordered = ends.stream()
                .sorted(Comparator.comparing(end -> end.job().id().toString()))
                .toList();
        new UnnestBinder<>(settle, ordered)
                .uuids("ids", end -> end.job().id())
                .integers("attempts", end -> end.job().attempt())
                .uuids("workers", end -> end.job().worker())
                .texts("next", end -> end.settlement().next().name())
                .integers("terminal", end -> end.settlement().next().isTerminal() ? 1 : 0)
                .integers("failures", end -> end.settlement().countsAsFailure() ? 1 : 0)
                .longs("delays", end -> end.settlement().delay().toMillis())
                .texts("errorCodes", ending -> code(ending.settlement().failure()))
                .texts("errorMessages", ending -> message(ending.settlement().failure()))
                .texts("data", ending -> EventData.of(ending.settlement().failure()))
                .texts("states", end -> end.outcome().state().name())
                .integers("exitCodes", end -> end.outcome().exitCode())
                .texts("signals", end -> end.outcome().signal())
                .texts("stopReasons", ending -> name(ending.outcome().stopReason()))
                .integers("survivors", end -> end.outcome().survivors())
                .texts("ownErrorCodes", ending -> code(ending.outcome().failure()))
                .texts("ownErrorMessages", ending -> message(ending.outcome().failure()))
                .texts("results", end -> end.outcome().result())
                .longs("pids", process(ProcessUsage::pid))
                .longs("cpuTimes", process(CompletionStore::cpuMillis))
                .longs("peakMemories", process(ProcessUsage::peakMemory))
                .longs("outputBytes", process(ProcessUsage::outputBytes));
        return settle.map(EventAppender::event).list();
    }

    private static Function<AttemptEnd, @Nullable Long> process(Function<ProcessUsage, @Nullable Long> value) {
        return end -> {
            ProcessUsage process = end.outcome().process();
            return process == null ? null : value.apply(process);
        };
    }

    private static @Nullable Long cpuMillis(ProcessUsage process) {
        return process.cpuTime() == null ? null : process.cpuTime().toMillis();
    }

    private static @Nullable String code(@Nullable Failure failure) {
        return failure == null ? null : failure.code().name();
    }

    private static @Nullable String message(@Nullable Failure failure) {
        return failure == null ? null : failure.message();
    }

    private static @Nullable String name(@Nullable StopReason reason) {
        return reason == null ? null : reason.name();
    }
}
