package dev.millrace.api.dashboard;

import dev.millrace.model.operations.Caller;
import java.util.UUID;

/** What the dashboard's buttons do to a job; both throw a MillraceException that says why something is not possible. */
public interface DashboardActions {
    void cancel(UUID job, Caller caller);

    void requeue(UUID job, Caller caller);
}
