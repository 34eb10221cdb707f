package dev.millrace.model.jobrunr.request;

import dev.millrace.model.lifecycle.submit.IdentifiedJob;
import dev.millrace.model.lifecycle.submit.Submissions;
import dev.millrace.model.lifecycle.submit.Submitted;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobVersioner;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.storage.StorageException;

/** Stores the jobs of tools that JobRunr is asked to save: new ones. All other changes are the queue's own. */
public final class NewToolJobs {
    private static final int TIME_ORDERED = 7;

    private final Submissions submissions;

    public NewToolJobs(Submissions submissions) {
        this.submissions = submissions;
    }

    /** @throws StorageException for a job that is not new */
    public void save(Job job, ToolJobRequest request) {
        try (JobVersioner version = new JobVersioner(job)) {
            request.led(submissions.submit(identified(job, version, request), request.key()));
            version.commitVersion();
        }
    }

    /**
     * All or none.
     *
     * @throws StorageException for a job that is not new, or one that has an idempotency key
     */
    public void saveAll(List<Job> jobs, List<ToolJobRequest> requests) {
        List<JobVersioner> versions = jobs.stream().map(JobVersioner::new).toList();
        try {
            List<IdentifiedJob> all = new ArrayList<>();
            for (int i = 0; i < jobs.size(); i++) {
                if (requests.get(i).key() != null) {
                    throw new StorageException(
                            "An idempotency key stands for one job; give JobRunr jobs with keys one by one.");
                }
                all.add(identified(jobs.get(i), versions.get(i), requests.get(i)));
            }
            List<Submitted> submitted = submissions.submitAll(all);
            for (int i = 0; i < jobs.size(); i++) {
                requests.get(i).led(submitted.get(i));
                versions.get(i).commitVersion();
            }
        } finally {
            versions.forEach(JobVersioner::close);
        }
    }

    private static IdentifiedJob identified(Job job, JobVersioner version, ToolJobRequest request) {
        UUID id = job.getId();
        if (!version.isNewJob()) {
            throw changedOutside();
        }
        if (id.version() != TIME_ORDERED) {
            throw new StorageException("Ids of tools' jobs tell the time when they were made (UUID version 7); leave it"
                    + " to JobRunr to give job " + id + " one.");
        }
        return new IdentifiedJob(
                id,
                job.getJobState() instanceof ScheduledState scheduled
                        ? request.job().startingAt(scheduled.getScheduledAt())
                        : request.job());
    }

    /** The refusal of a change that is not JobRunr's to make. */
    public static StorageException changedOutside() {
        return new StorageException(
                "Jobs of tools are changed by the queue only, together with their record and event; JobRunr can save new ones.");
    }
}
