package dev.millrace.model.queue;

import java.util.UUID;

/** Ids of new jobs, which sort by the time they were made (UUID version 7). */
final class JobIds {
    /** The bits of a UUID's first half that follow its 48 bits of time. */
    private static final int BELOW_TIME = 16;

    private JobIds() {}

    /** @param millisAhead by which this machine's clock is wrong, and the id shall not be */
    static UUID next(long millisAhead) {
        UUID id = org.jobrunr.jobs.Job.newUUID();
        return new UUID(id.getMostSignificantBits() - (millisAhead << BELOW_TIME), id.getLeastSignificantBits());
    }
}
