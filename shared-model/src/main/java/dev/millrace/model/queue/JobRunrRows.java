package dev.millrace.model.queue;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.states.EnqueuedState;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.JobNotFoundException;
import org.jobrunr.storage.StorageException;

/** JobRunr's row of a job, moved in step with ours by JobRunr's own state machine. */
final class JobRunrRows {
    private final JobRunrStorage storage;

    JobRunrRows(JobRunrStorage storage) {
        this.storage = storage;
    }

    /** An id that sorts by the time it was made (UUID version 7). */
    static UUID newId() {
        return org.jobrunr.jobs.Job.newUUID();
    }

    void insert(Connection connection, Job job) {
        JobDetails details = new JobDetails(
                ToolJob.class.getName(),
                null,
                "run",
                List.of(new JobParameter(String.class.getName(), String.class.getName(), job.tool(), null)));
        // Otherwise the dashboard warns of every job.
        details.setCacheable(true);
        org.jobrunr.jobs.Job row = new org.jobrunr.jobs.Job(
                job.id(),
                details,
                job.state() == JobState.SCHEDULED ? new ScheduledState(job.runAt()) : new EnqueuedState());
        row.setJobName(job.tool());
        save(connection, row);
    }

    void start(Connection connection, List<UUID> jobs, BackgroundJobServer server) {
        List<org.jobrunr.jobs.Job> rows = new ArrayList<>(jobs.size());
        try (PreparedStatement select =
                connection.prepareStatement("SELECT jobAsJson FROM jobrunr_jobs WHERE id = ANY (?::bpchar[])")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", jobs.stream().map(UUID::toString).toArray()));
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    org.jobrunr.jobs.Job row = storage.read(found.getString(1));
                    row.startProcessingOn(server);
                    rows.add(row);
                }
            }
            storage.rows(connection).save(rows);
        } catch (SQLException e) {
            throw new StorageException(e);
        }
    }

    void enqueue(Connection connection, UUID job) {
        change(connection, job, org.jobrunr.jobs.Job::enqueue);
    }

    void succeed(Connection connection, UUID job) {
        change(connection, job, org.jobrunr.jobs.Job::succeeded);
    }

    void fail(Connection connection, UUID job, String message) {
        change(connection, job, row -> row.failed(message, new ToolFailure(message)));
    }

    void retry(Connection connection, UUID job, String message, Instant runAt) {
        change(connection, job, row -> {
            row.failed(message, new ToolFailure(message));
            row.scheduleAt(runAt, "Retry after failure");
        });
    }

    void requeue(Connection connection, UUID job, String message) {
        change(connection, job, row -> {
            row.failed(message, new ToolFailure(message));
            row.enqueue();
        });
    }

    void cancel(Connection connection, UUID job) {
        change(connection, job, row -> row.delete("Cancelled"));
    }

    private void change(Connection connection, UUID job, Consumer<org.jobrunr.jobs.Job> transition) {
        org.jobrunr.jobs.Job row = find(connection, job);
        transition.accept(row);
        save(connection, row);
    }

    private void save(Connection connection, org.jobrunr.jobs.Job row) {
        try {
            storage.rows(connection).save(row);
        } catch (SQLException e) {
            throw new StorageException(e);
        }
    }

    private org.jobrunr.jobs.Job find(Connection connection, UUID job) {
        return storage.rows(connection).selectJobById(job).orElseThrow(() -> new JobNotFoundException(job));
    }

    /** JobRunr keeps an exception with a failure; a tool's failure has a message and no stack worth keeping. */
    private static final class ToolFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ToolFailure(String message) {
            super(message, null, false, false);
        }
    }
}
