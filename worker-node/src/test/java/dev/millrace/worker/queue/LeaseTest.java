package dev.millrace.worker.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.worker.runtime.AttemptLease;
import dev.millrace.worker.runtime.Watchdog;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestWatchdog watchdog = new TestWatchdog();
    private final Lease lease = new Lease(HOUR, watchdog);
    private final long claimed = System.nanoTime();
    private final AttemptLease ofAttempt = lease.ofAttempt(claimed);

    @Test
    void isSure_asLongAsItIsRenewed() {
        assertTrue(isSure());
        lease.renew(claimed - HOUR.toNanos());
        assertFalse(isSure());
        lease.renew(claimed);
        assertTrue(isSure());
        assertFalse(isBroken());
    }

    /** The watchdog may not have heard of so short a lease. */
    @Test
    void isNotSure_whenTooLittleOfItIsLeft() {
        lease.renew(claimed - HOUR.minus(Watchdog.NOTICE).toNanos());

        assertFalse(isSure());
        assertFalse(isBroken());
    }

    @Test
    void theWatchdog_isToldOfEachRenewal() {
        assertTrue(watchdog.leaseEnd - claimed > 0);
        lease.renew(claimed - 5);
        assertEquals(claimed - 5 + HOUR.toNanos(), watchdog.leaseEnd);
        lease.startOver();
        assertTrue(watchdog.leaseEnd - claimed >= HOUR.toNanos());
    }

    @Test
    void whatTheWatchdogHasEnded_isNoMoreThisWorkers() {
        watchdog.acts = true;

        assertFalse(isSure());
        assertTrue(isBroken());
        assertFalse(lease.covers(claimed));
    }

    @Test
    void whatWasClaimedBeforeItWasGivenUp_isNeverSureAgain() {
        lease.startOver();

        assertFalse(isSure());
        assertTrue(lease.covers(System.nanoTime()));
    }

    private boolean isSure() {
        return ofAttempt.isSure().getAsBoolean();
    }

    private boolean isBroken() {
        return ofAttempt.isBroken().getAsBoolean();
    }
}
