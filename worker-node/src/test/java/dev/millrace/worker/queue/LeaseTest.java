package dev.millrace.worker.queue;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void isSure_asLongAsItIsRenewed() {
        Lease lease = new Lease(HOUR);
        long claimed = System.nanoTime();

        assertTrue(lease.covers(claimed));
        lease.renew(claimed - HOUR.toNanos());
        assertFalse(lease.covers(claimed));
        lease.renew(claimed);
        assertTrue(lease.covers(claimed));
    }

    @Test
    void whatWasClaimedBeforeItWasGivenUp_isNeverSureAgain() {
        Lease lease = new Lease(HOUR);
        long claimed = System.nanoTime();

        lease.startOver();

        assertFalse(lease.covers(claimed));
        assertTrue(lease.covers(System.nanoTime()));
    }
}
