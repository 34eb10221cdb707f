package dev.millrace.worker.jobrunr;

import dev.millrace.worker.queue.Attempts;
import java.util.List;
import org.jobrunr.jobs.Job;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobSteward;
import org.jobrunr.utils.mapper.JsonMapper;

/** JobRunr's server, with a steward and performers of this worker's. */
final class WorkerServer extends BackgroundJobServer {
    private final Attempts attempts;
    private final DispatchedSlots slots;

    WorkerServer(
            ClaimingStorage storage,
            JsonMapper json,
            BackgroundJobServerConfiguration configuration,
            DispatchedSlots slots,
            Attempts attempts,
            Housekeeping housekeeping) {
        super(storage, json, housekeeping, configuration);
        this.slots = slots;
        this.attempts = attempts;
        setJobFilters(List.of(new RetryOfPrograms()));
    }

    /** Called by the constructor of the superclass. */
    @Override
    protected JobSteward createJobSteward() {
        return new Steward(this);
    }

    Steward steward() {
        return (Steward) getJobSteward();
    }

    @Override
    public void processJob(Job job) {
        if (job instanceof ClaimedToolJob tool) {
            slots.execute(new ToolPerformer(this, tool, attempts));
        } else {
            super.processJob(job);
        }
    }
}
