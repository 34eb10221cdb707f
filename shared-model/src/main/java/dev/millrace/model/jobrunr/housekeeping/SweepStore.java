package dev.millrace.model.jobrunr.housekeeping;

import dev.millrace.model.config.Durations;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/** Tells whether the recurring sweep of the history is there, and does its work. */
public final class SweepStore {
    private final Jdbi jdbi;

    public SweepStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Whether the recurring job is there, with this retention. */
    public boolean isEntered(Duration retention) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM jobrunr_recurring_jobs
                                       WHERE rtrim(id) = :id AND position(:retention IN jobAsJson) > 0)
                        """)
                .bind("id", HistorySweep.ID)
                .bind("retention", "\"retention\":\"" + Durations.format(retention) + '"')
                .mapTo(Boolean.class)
                .one());
    }

    /** Whether a run has succeeded so lately. JobRunr keeps its record for longer. */
    public boolean hasSucceededWithin(Duration time) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM jobrunr_jobs
                                       WHERE recurringJobId = :id AND state = 'SUCCEEDED'
                                         AND updatedAt > (now() AT TIME ZONE 'UTC') - :millis * interval '1 ms')
                        """)
                .bind("id", HistorySweep.ID)
                .bind("millis", time.toMillis())
                .mapTo(Boolean.class)
                .one());
    }
}
