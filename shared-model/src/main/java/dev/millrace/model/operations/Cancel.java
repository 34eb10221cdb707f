package dev.millrace.model.operations;

import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.lifecycle.cancel.Cancellations;
import dev.millrace.model.lookup.JobFilter;
import dev.millrace.model.lookup.JobSearch;
import java.util.List;
import java.util.UUID;

/** Cancels jobs that wait or run. */
public final class Cancel {
    /** The states of jobs that can be cancelled. */
    public static final List<JobState> POSSIBLE = List.of(JobState.SCHEDULED, JobState.QUEUED, JobState.RUNNING);

    private final Cancellations cancellations;
    private final JobSearch search;

    public Cancel(Cancellations cancellations, JobSearch search) {
        this.cancellations = cancellations;
        this.search = search;
    }

    /**
     * Cancels a job.
     *
     * @return the job after the change: cancelled, or running with the request noted
     * @throws MillraceException {@code NOT_FOUND}, or {@code CONFLICT} when the job has ended
     */
    public Job one(UUID id, Caller caller) {
        return cancellations.one(id, caller.request());
    }

    /** How many jobs {@link #all} would cancel now. */
    public Cancellations.Count count(JobFilter filter, Caller caller) {
        int all = search.count(filter);
        boolean canRun = filter.states().contains(JobState.RUNNING);
        int running = canRun ? search.count(filter.in(List.of(JobState.RUNNING))) : 0;
        return new Cancellations.Count(all - running, running);
    }

    /**
     * Cancels the jobs that match the filter.
     *
     * @param filter of states that {@link #POSSIBLE} names
     */
    public Cancellations.Count all(JobFilter filter, Caller caller) {
        return cancellations.all(filter, caller.request());
    }
}
