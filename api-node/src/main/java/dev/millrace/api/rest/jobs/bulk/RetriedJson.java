package dev.millrace.api.rest.jobs.bulk;

import dev.millrace.model.operations.Retry;
import java.util.List;

/** What came of repeating many jobs, as the API writes it. */
record RetriedJson(boolean dryRun, int count, int duplicates, int refused, List<Retry.Refusal> refusals) {
    static RetriedJson of(boolean dryRun, Retry.Retried retried) {
        return new RetriedJson(dryRun, retried.count(), retried.duplicates(), retried.refused(), retried.refusals());
    }
}
