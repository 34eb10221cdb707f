package dev.millrace.worker.jobrunr;

import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.filters.RetryFilter;
import org.jobrunr.jobs.states.JobState;

/** JobRunr's own retries, for all jobs but those of tools: they have the policy of their tool. */
final class RetryOfPrograms extends RetryFilter {
    @Override
    public void onStateElection(Job job, JobState newState) {
        if (!(job instanceof ClaimedToolJob)) {
            super.onStateElection(job, newState);
        }
    }
}
