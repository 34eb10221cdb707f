package dev.millrace.model.queue;

import dev.millrace.model.job.Failure;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.job.ProcessUsage;
import dev.millrace.model.job.Settlement;
import dev.millrace.model.job.StopReason;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The statements by which a running attempt is settled; what changes a job appends its event. */
final class WorkStore {
    /** A job that is queued again keeps its place in the line. */
    private static final String SETTLE = """
            WITH ending AS (
                SELECT * FROM unnest(
                    :ids, :attempts, :next, :terminal, :failures, :delays, :errorCodes, :errorMessages, :data, :states,
                    :exitCodes, :signals, :stopReasons, :survivors, :ownErrorCodes, :ownErrorMessages, :results,
                    :pids, :cpuTimes, :peakMemories, :outputBytes)
                AS ending (
                    id, attempt, next, terminal, failures, delay, error_code, error_message, data, state,
                    exit_code, signal, stop_reason, survivors, own_error_code, own_error_message, result,
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
                WHERE job.id = ending.id AND job.state = 'RUNNING' AND job.attempt = ending.attempt
                RETURNING job.*, ending.data),
            ended AS (
                UPDATE attempt SET state = ending.state, finished_at = now(), exit_code = ending.exit_code,
                    signal = ending.signal, stop_reason = ending.stop_reason, survivors = ending.survivors,
                    error_code = ending.own_error_code, error_message = ending.own_error_message,
                    host = (SELECT host FROM worker WHERE id = attempt.worker_id), pid = ending.pid,
                    cpu_time_ms = ending.cpu_time_ms, peak_memory = ending.peak_memory,
                    output_bytes = ending.output_bytes,
                    stopped_by = CASE ending.stop_reason WHEN 'CANCEL' THEN changed.cancel_requested_by
                                 WHEN 'TIMEOUT' THEN 'timeout' WHEN 'LIMIT' THEN 'limit' WHEN 'DRAIN' THEN 'worker' END
                FROM ending JOIN changed ON changed.id = ending.id
                WHERE attempt.job_id = ending.id AND attempt.number = ending.attempt AND attempt.state = 'RUNNING'),
            returned AS (
                INSERT INTO job_result (job_id, result)
                SELECT id, result::json FROM ending WHERE result IS NOT NULL),
            jobrunr AS (
            """ + JobRunrRow.STORE + ")" + ChangedJob.andItsEvent("state", "changed.data");

    private WorkStore() {}

    /** Running jobs whose worker is gone, locked. */
    static List<LockedJob> lockAbandoned(Handle handle, int limit) {
        return handle.createQuery("SELECT " + LockedJob.COLUMNS + """
                         FROM job JOIN worker ON worker.id = job.worker_id
                        WHERE job.state = 'RUNNING' AND worker.state IN ('LOST', 'STOPPED')
                        LIMIT :limit FOR UPDATE OF job SKIP LOCKED
                        """)
                .bind("limit", limit)
                .map(LockedJob::map)
                .list();
    }

    static int losses(Handle handle, UUID job) {
        return handle.createQuery("SELECT count(*) FROM attempt WHERE job_id = :job AND state = 'LOST'")
                .bind("job", job)
                .mapTo(Integer.class)
                .one();
    }

    /** The end of a running attempt and what follows from it, with JobRunr's row as it is to be. */
    record Ending(Job job, Outcome outcome, Settlement settlement, JobRunrRow row) {}

    /** Ends running attempts, which this transaction has locked. */
    static List<ChangedJob> settle(Handle handle, List<Ending> endings) {
        Query settle = JobRunrRow.bind(
                handle.createQuery(SETTLE), endings.stream().map(Ending::row).toList());
        new Columns<>(settle, endings)
                .uuids("ids", ending -> ending.job().id())
                .integers("attempts", ending -> ending.job().attempt())
                .texts("next", ending -> ending.settlement().next().name())
                .integers("terminal", ending -> ending.settlement().next().isTerminal() ? 1 : 0)
                .integers("failures", ending -> ending.settlement().countsAsFailure() ? 1 : 0)
                .longs("delays", ending -> ending.settlement().delay().toMillis())
                .texts("errorCodes", ending -> code(ending.settlement().failure()))
                .texts("errorMessages", ending -> message(ending.settlement().failure()))
                .texts("data", ending -> Changes.data(ending.settlement().failure()))
                .texts("states", ending -> ending.outcome().state().name())
                .integers("exitCodes", ending -> ending.outcome().exitCode())
                .texts("signals", ending -> ending.outcome().signal())
                .texts("stopReasons", ending -> name(ending.outcome().stopReason()))
                .integers("survivors", ending -> ending.outcome().survivors())
                .texts("ownErrorCodes", ending -> code(ending.outcome().failure()))
                .texts("ownErrorMessages", ending -> message(ending.outcome().failure()))
                .texts("results", ending -> ending.outcome().result())
                .longs("pids", process(ProcessUsage::pid))
                .longs("cpuTimes", process(WorkStore::cpuMillis))
                .longs("peakMemories", process(ProcessUsage::peakMemory))
                .longs("outputBytes", process(ProcessUsage::outputBytes));
        return settle.map(ChangedJob::map).list();
    }

    private static Function<Ending, @Nullable Long> process(Function<ProcessUsage, @Nullable Long> value) {
        return ending -> {
            ProcessUsage process = ending.outcome().process();
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
