package dev.millrace.model.lifecycle.submit;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/** Ids of new jobs, which sort by the time they were made (UUID version 7). */
final class JobIds {
    /** The bits of a UUID's first half that follow its 48 bits of time. */
    private static final int BELOW_TIME = 16;

    /** Of one node no two are equal, and later ones are greater. */
    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private JobIds() {}

    /** @param millisAhead by which this machine's clock is wrong, and the id shall not be */
    static UUID next(long millisAhead) {
        UUID id = GENERATOR.generate();
        return new UUID(id.getMostSignificantBits() - (millisAhead << BELOW_TIME), id.getLeastSignificantBits());
    }
}
