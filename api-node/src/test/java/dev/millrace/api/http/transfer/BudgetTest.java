package dev.millrace.api.http.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final int UNIT = 100_000;

    private final Budget budget = new Budget(3 * UNIT);

    @Test
    void shares_addUpToTheLimit_andNoFurther() {
        Budget.Share one = budget.share();
        Budget.Share other = budget.share();
        assertTrue(one.hold(UNIT));
        assertTrue(other.hold(2 * UNIT));
        assertFalse(one.hold(UNIT + 1));
        assertEquals(3 * UNIT, budget.held());

        assertTrue(other.hold(UNIT), "less than before");
        assertTrue(one.hold(2 * UNIT));
        assertEquals(3 * UNIT, budget.held());

        one.close();
        one.close();
        other.close();
        assertEquals(0, budget.held());
        assertFalse(one.hold(UNIT), "it is closed");
        assertEquals(0, budget.held());
    }

    /** The other never fits, and never takes what this one needs. */
    @Test
    void whoeverIsRefused_takesNothingFromOthers() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger refusals = new AtomicInteger();
        Thread other = new Thread(() -> {
            try (Budget.Share huge = budget.share()) {
                while (!stop.get() && !huge.hold(4 * UNIT)) {
                    refusals.incrementAndGet();
                }
            }
        });
        other.start();
        try (Budget.Share fitting = budget.share()) {
            while (refusals.get() < 1_000_000) {
                assertTrue(fitting.hold(UNIT));
                assertTrue(fitting.hold(0));
            }
        } finally {
            stop.set(true);
            other.join();
        }
    }

    @Test
    void small_isAlwaysTaken() {
        try (Budget.Share all = budget.share();
                Budget.Share small = budget.share()) {
            assertTrue(all.hold(3 * UNIT));
            assertTrue(small.hold(Budget.UNCOUNTED));
            assertFalse(small.hold(Budget.UNCOUNTED + 1));
            assertTrue(all.hold(Budget.UNCOUNTED));
            assertEquals(0, budget.held());
        }
    }

    @Test
    void whatCannotBeTakenBack_isHeldAnyway_andLeavesNoRoom() {
        try (Budget.Share large = budget.share()) {
            large.holdBeyondLimit(5 * UNIT);
            assertFalse(budget.share().hold(UNIT));
            assertTrue(large.hold(4 * UNIT), "less than before");
        }
        assertEquals(0, budget.held());
    }
}
