package dev.millrace.worker.jobrunr;

import dev.millrace.model.jobrunr.housekeeping.HistorySweep;
import org.jobrunr.server.JobActivator;
import org.jspecify.annotations.Nullable;

/** Runs Millrace's own regular work, of which JobRunr keeps the times. */
public final class Housekeeping implements JobActivator {
    private final HistorySweep.Handler sweep;

    public Housekeeping(HistorySweep.Handler sweep) {
        this.sweep = sweep;
    }

    /** Null for jobs of programs: JobRunr makes their objects itself. */
    @Override
    public <T> @Nullable T activateJob(Class<T> type) {
        return type.isInstance(sweep) ? type.cast(sweep) : null;
    }
}
