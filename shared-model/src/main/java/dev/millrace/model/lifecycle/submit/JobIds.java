package dev.millrace.model.lifecycle.submit;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/** Makes ids of jobs (UUID version 7). They sort by the time at which they were made. */
final class JobIds {
    /** The bits of a UUID's first half that follow its 48 bits of time. */
    private static final int BELOW_TIME = 16;

    /** Ids of one node are unique, and a later id is greater. */
    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private JobIds() {}

    /** @param millisAhead offset of this machine's clock from Postgres's, in ms; the id does not include it */
    static UUID next(long millisAhead) {
        UUID id = GENERATOR.generate();
        return new UUID(id.getMostSignificantBits() - (millisAhead << BELOW_TIME), id.getLeastSignificantBits());
    }
}
