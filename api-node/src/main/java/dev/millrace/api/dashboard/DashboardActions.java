package dev.millrace.api.dashboard;

import java.util.UUID;

/** What the dashboard's buttons do to a job; both throw a MillraceException that says why something is not possible. */
public interface DashboardActions {
    /** @param requestedBy the id of the request that asks */
    void cancel(UUID job, String requestedBy);

    void requeue(UUID job);
}
