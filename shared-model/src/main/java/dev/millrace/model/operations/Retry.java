package dev.millrace.model.operations;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.jobrunr.request.ToolJobs;
import dev.millrace.model.lifecycle.submit.Submitted;
import dev.millrace.model.lookup.JobFilter;
import dev.millrace.model.lookup.JobReader;
import dev.millrace.model.lookup.JobSearch;
import dev.millrace.model.registry.ToolRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Repeats jobs that have ended, with their tools' current revisions. */
public final class Retry {
    /** The states of jobs that can be repeated. */
    public static final List<JobState> POSSIBLE = List.of(JobState.FAILED, JobState.CANCELLED, JobState.SUCCEEDED);

    private static final int BATCH_SIZE = 1_000;
    private static final int REFUSALS = 20;

    private final RequestCheck check;
    private final ToolJobs toolJobs;
    private final JobReader jobs;
    private final JobSearch search;

    public Retry(ToolRegistry tools, ToolJobs toolJobs, JobReader jobs, JobSearch search) {
        this.check = new RequestCheck(tools);
        this.toolJobs = toolJobs;
        this.jobs = jobs;
        this.search = search;
    }

    /**
     * Submits a job like one that has ended, unless another job holds its unique key.
     *
     * @throws MillraceException {@code NOT_FOUND}, {@code CONFLICT} when the job has not ended, or
     *     {@code INVALID_PARAMETERS} when the job's parameters do not fit the tool's current schema
     */
    public Submitted one(UUID id, Caller caller) {
        Job ended = jobs.get(id);
        if (!ended.state().isTerminal()) {
            throw new MillraceException(
                    ErrorCode.CONFLICT, "Job " + id + " has not ended: it is " + ended.state() + ".");
        }
        return toolJobs.submit(check.again(ended, caller), null);
    }

    /** A job that cannot be repeated, and the reason. */
    public record Refusal(UUID id, String detail) {}

    /**
     * The result of a bulk retry.
     *
     * @param count number of new jobs
     * @param duplicates number of jobs that were not repeated, since another job holds their unique key
     * @param refused number of jobs that cannot be repeated, since their tool is gone or has changed
     * @param refusals the first of the refused jobs
     */
    public record Retried(int count, int duplicates, int refused, List<Refusal> refusals) {}

    /** How many jobs {@link #all} would repeat. */
    public int count(JobFilter filter, Caller caller) {
        return search.count(filter.withoutRetried());
    }

    /**
     * Repeats the jobs that match the filter and have no retry yet, newest first. The new jobs are newer than all jobs
     * that this reads, so none of them is repeated in turn.
     *
     * @param filter of states that {@link #POSSIBLE} names
     */
    public Retried all(JobFilter filter, Caller caller) {
        JobFilter wanted = filter.withoutRetried();
        int count = 0;
        int duplicates = 0;
        int refused = 0;
        List<Refusal> refusals = new ArrayList<>();
        List<Job> page = search.listPatiently(wanted.page(null, BATCH_SIZE)).jobs();
        while (!page.isEmpty()) {
            List<NewJob> again = new ArrayList<>();
            for (Job ended : page) {
                try {
                    again.add(check.again(ended, caller));
                } catch (MillraceException e) {
                    refused++;
                    if (refusals.size() < REFUSALS) {
                        refusals.add(new Refusal(ended.id(), String.valueOf(e.getMessage())));
                    }
                }
            }
            int made = (int) toolJobs.submitAll(again).stream()
                    .filter(submitted -> submitted.origin() == Submitted.Origin.NEW)
                    .count();
            count += made;
            duplicates += again.size() - made;
            page = search.listPatiently(wanted.page(page.get(page.size() - 1).id(), BATCH_SIZE))
                    .jobs();
        }
        return new Retried(count, duplicates, refused, refusals);
    }
}
