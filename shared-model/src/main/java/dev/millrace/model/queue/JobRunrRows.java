package dev.millrace.model.queue;

import dev.millrace.model.job.Job;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.JobVersioner;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.EnqueuedState;
import org.jobrunr.jobs.states.ProcessingState;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.utils.JobUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JobRunr's rows, moved in step with our jobs by JobRunr's own state machine. */
final class JobRunrRows {
    private static final Logger log = LoggerFactory.getLogger(JobRunrRows.class);

    /** The bits of a UUID's first half that follow its 48 bits of time. */
    private static final int BELOW_TIME = 16;

    private final JobMapper mapper;

    JobRunrRows(JobMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * An id that sorts by the time it was made (UUID version 7).
     *
     * @param millisAhead by which this machine's clock is wrong, and the id shall not be
     */
    static UUID newId(long millisAhead) {
        UUID id = org.jobrunr.jobs.Job.newUUID();
        return new UUID(id.getMostSignificantBits() - (millisAhead << BELOW_TIME), id.getLeastSignificantBits());
    }

    JobRunrRow scheduled(UUID id, String tool, Instant runAt) {
        return row(make(id, tool, new ScheduledState(runAt)));
    }

    JobRunrRow enqueued(UUID id, String tool) {
        return row(make(id, tool, new EnqueuedState()));
    }

    /** @param before the row of the job while it was queued */
    JobRunrRow started(Job job, @Nullable String before, BackgroundJobServer server) {
        return moved(
                before, () -> make(job.id(), job.tool(), new EnqueuedState()), row -> row.startProcessingOn(server));
    }

    JobRunrRow enqueued(LockedJob job) {
        return moved(job, org.jobrunr.jobs.Job::enqueue);
    }

    JobRunrRow succeeded(LockedJob job) {
        return moved(job, org.jobrunr.jobs.Job::succeeded);
    }

    JobRunrRow failed(LockedJob job, String message) {
        return moved(job, row -> row.failed(message, new ToolFailure(message)));
    }

    JobRunrRow retried(LockedJob job, String message, Instant runAt) {
        return moved(job, row -> {
            row.failed(message, new ToolFailure(message));
            row.scheduleAt(runAt, "Retry after failure");
        });
    }

    JobRunrRow requeued(LockedJob job, String message) {
        return moved(job, row -> {
            row.failed(message, new ToolFailure(message));
            row.enqueue();
        });
    }

    JobRunrRow cancelled(LockedJob job) {
        return moved(job, row -> row.delete("Cancelled"));
    }

    private JobRunrRow moved(LockedJob before, Consumer<org.jobrunr.jobs.Job> transition) {
        return moved(before.row(), () -> remake(before.job()), transition);
    }

    /** A row that is missing, unreadable or in another state than the job is made anew, so that it stops no job. */
    private JobRunrRow moved(
            @Nullable String before, Supplier<org.jobrunr.jobs.Job> remade, Consumer<org.jobrunr.jobs.Job> transition) {
        if (before != null) {
            try {
                org.jobrunr.jobs.Job row = mapper.deserializeJob(before);
                transition.accept(row);
                return row(row);
            } catch (RuntimeException outOfStep) {
                log.warn("JobRunr's row of a job was out of step and is made anew", outOfStep);
            }
        }
        org.jobrunr.jobs.Job row = remade.get();
        transition.accept(row);
        return row(row);
    }

    private static org.jobrunr.jobs.Job remake(Job job) {
        EnqueuedState enqueued = new EnqueuedState();
        return switch (job.state()) {
            case SCHEDULED -> make(job.id(), job.tool(), new ScheduledState(job.runAt()));
            case QUEUED -> make(job.id(), job.tool(), enqueued);
            case RUNNING ->
                make(job.id(), job.tool(), enqueued, new ProcessingState(Objects.requireNonNull(job.worker()), ""));
            case SUCCEEDED, FAILED, CANCELLED ->
                throw new IllegalStateException("A job that has ended does not change");
        };
    }

    private static org.jobrunr.jobs.Job make(UUID id, String tool, org.jobrunr.jobs.states.JobState... history) {
        JobDetails details = new JobDetails(
                ToolJob.class.getName(),
                null,
                "run",
                List.of(new JobParameter(String.class.getName(), String.class.getName(), tool, null)));
        // Otherwise the dashboard warns of every job.
        details.setCacheable(true);
        org.jobrunr.jobs.Job row =
                new org.jobrunr.jobs.Job(id, 0, details, List.of(history), new ConcurrentHashMap<>());
        row.setJobName(tool);
        return row;
    }

    private JobRunrRow row(org.jobrunr.jobs.Job job) {
        try (JobVersioner versioner = new JobVersioner(job)) {
            versioner.commitVersion();
        }
        return new JobRunrRow(
                job.getId(),
                job.getVersion(),
                mapper.serializeJob(job),
                JobUtils.getJobSignature(job),
                job.getState().name(),
                job.getCreatedAt(),
                job.getUpdatedAt(),
                job.getLastJobStateOfType(ScheduledState.class)
                        .map(ScheduledState::getScheduledAt)
                        .orElse(null));
    }

    /** JobRunr keeps an exception with a failure; a tool's failure has a message and no stack worth keeping. */
    private static final class ToolFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ToolFailure(String message) {
            super(message, null, false, false);
        }
    }
}
