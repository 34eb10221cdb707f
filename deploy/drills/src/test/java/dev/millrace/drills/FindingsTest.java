package dev.millrace.drills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.drills.history.History;
import dev.millrace.drills.promise.Violation;
import dev.millrace.drills.promise.Violation.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final History HISTORY = new History(List.of("a", "b"), List.of(), Map.of(), Map.of());

    private static Findings findings(List<Violation> violations, long gone) {
        Findings.Recovery recovery = new Findings.Recovery(List.of(1.0, 3.0, 4.25), List.of(0.5));
        return new Findings(HISTORY, violations, Map.of(Fault.KILL_WORKER, 2), recovery, "all well", gone);
    }

    @Test
    void theReport_countsBrokenJobs_notViolations() {
        Findings findings = findings(
                List.of(
                        new Violation(Kind.WRONG_RECORD, "a", "this"),
                        new Violation(Kind.SURVIVORS, "a", "that"),
                        new Violation(Kind.NOT_ENDED, "b", "it is RUNNING")),
                0);

        assertFalse(findings.isClean());
        assertEquals("""
                jobs       2 accepted:\s
                faults     2 worker killed
                picked up  after the kill of its worker, seconds: p50 3.0, max 4.3, of 3 jobs (target 5)
                resumed    after Postgres was back, seconds: p50 0.5, max 0.5, of 1 outages (target 5)
                callers    all well
                nodes      0 ended by themselves
                promise    1 lost, 0 run twice at once, 1 wrong records
                  WRONG_RECORD a: this
                  SURVIVORS a: that
                  NOT_ENDED b: it is RUNNING
                """, findings.report());
    }

    @Test
    void aNodeThatEndedByItself_isNotClean() {
        assertTrue(findings(List.of(), 0).isClean());
        assertFalse(findings(List.of(), 1).isClean());
    }
}
