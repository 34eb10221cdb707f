package dev.millrace.model.jobrunr.request;

import dev.millrace.model.job.NewJob;
import dev.millrace.model.lifecycle.submit.IdempotencyKey;
import dev.millrace.model.lifecycle.submit.Submitted;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jspecify.annotations.Nullable;

/**
 * A new job of a tool as JobRunr is given it. {@link NewToolJobs} stores it; what JobRunr reads afterwards comes from the
 * table of jobs.
 */
public final class ToolJobRequest implements JobRequest {
    private static final long serialVersionUID = 1;

    /** Transient, as the rest: JobRunr's requests can be serialised, and this one is stored in another way. */
    private final transient NewJob job;

    private final transient @Nullable IdempotencyKey key;
    private transient @Nullable Submitted submitted;

    /** @param job checked against its tool's schema */
    public ToolJobRequest(NewJob job, @Nullable IdempotencyKey key) {
        this.job = job;
        this.key = key;
    }

    NewJob job() {
        return job;
    }

    @Nullable
    IdempotencyKey key() {
        return key;
    }

    void led(Submitted submitted) {
        this.submitted = submitted;
    }

    /**
     * What it led to.
     *
     * @throws IllegalStateException when it is not stored
     */
    public Submitted submitted() {
        if (submitted == null) {
            throw new IllegalStateException("The job of tool " + job.tool() + " is not stored");
        }
        return submitted;
    }

    /** The request as a job of JobRunr's, by names: to find out the same from the class takes as long as to store it. */
    Job toJob(UUID id) {
        JobDetails details = new JobDetails(
                Handler.class.getName(), null, "run", List.of(new JobParameter(ToolJobRequest.class.getName(), this)));
        details.setCacheable(true);
        Job request = new Job(id, details);
        request.setJobName(job.tool());
        return request;
    }

    /** The request that a job of JobRunr's stands for, if it is one for a tool. */
    public static Optional<ToolJobRequest> of(Job job) {
        List<JobParameter> parameters = job.getJobDetails().getJobParameters();
        return parameters.size() == 1 && parameters.get(0).getObject() instanceof ToolJobRequest request
                ? Optional.of(request)
                : Optional.empty();
    }

    @Override
    public Class<Handler> getJobRequestHandler() {
        return Handler.class;
    }

    /** Whom JobRunr would ask to run it. Workers run tools by what they claim, which is no request any more. */
    public static final class Handler implements JobRequestHandler<ToolJobRequest> {
        @Override
        public void run(ToolJobRequest request) {
            throw new UnsupportedOperationException("Jobs of tools are run by Millrace's workers");
        }
    }
}
