package dev.millrace.drills.promise;

import dev.millrace.drills.history.AttemptRecord;
import dev.millrace.drills.history.History;
import dev.millrace.drills.history.JobRecord;
import dev.millrace.drills.history.Run;
import dev.millrace.drills.promise.Violation.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The record says what the tool did: each attempt at most once, one after the other, and ended as it is recorded. */
final class RunRule implements Rule {
    /** What such an attempt left behind is not of its own making; any other had a program that ended by itself. */
    private static final Set<String> CUT_SHORT = Set.of("LOST", "RELEASED", "CANCELLED", "RUNNING");

    @Override
    public List<Violation> check(JobRecord job, History history) {
        Findings findings = new Findings(job.id());
        List<Run> runs = history.runsOf(job.id());
        checkOneAtATime(runs, findings);
        Map<Integer, Run> byAttempt = new HashMap<>();
        runs.forEach(run -> byAttempt.put(run.attempt(), run));
        for (AttemptRecord attempt : job.attempts()) {
            Run run = byAttempt.remove(attempt.number());
            if (!CUT_SHORT.contains(attempt.state())) {
                checkSelfEnded(attempt, run, findings);
            }
        }
        byAttempt
                .keySet()
                .forEach(number -> findings.require(
                        false, Kind.WRONG_RECORD, "attempt " + number + " ran, and there is no record of it"));
        return findings.all();
    }

    private static void checkOneAtATime(List<Run> runs, Findings findings) {
        for (int i = 1; i < runs.size(); i++) {
            Run earlier = runs.get(i - 1);
            Run later = runs.get(i);
            findings.require(
                    earlier.attempt() < later.attempt(),
                    Kind.TWICE_AT_ONCE,
                    "attempt " + later.attempt() + " was started after attempt " + earlier.attempt());
            findings.require(
                    earlier.lastLine() < later.firstLine(),
                    Kind.TWICE_AT_ONCE,
                    "attempt " + earlier.attempt() + " was alive (line " + earlier.lastLine() + ") after attempt "
                            + later.attempt() + " was started (line " + later.firstLine() + ")");
        }
    }

    private static void checkSelfEnded(AttemptRecord attempt, @Nullable Run run, Findings findings) {
        String name = "attempt " + attempt.number() + " is " + attempt.state();
        boolean hasExit = attempt.exit().isPresent();
        findings.require(
                hasExit || !attempt.state().equals("SUCCEEDED"), Kind.WRONG_RECORD, name + ", without an exit code");
        if (run == null) {
            findings.require(!hasExit, Kind.WRONG_RECORD, name + ", but it never ran");
        } else {
            attempt.exit().ifPresent(code -> checkExit(name, code, run, findings));
        }
    }

    private static void checkExit(String name, int code, Run run, Findings findings) {
        if (run.exit().isEmpty()) {
            // A program that was killed by somebody else has no last word; its exit code says so.
            findings.require(code > 128, Kind.WRONG_RECORD, name + " with " + code + ", but it never ended");
        } else {
            findings.require(
                    run.exit().getAsInt() == code,
                    Kind.WRONG_RECORD,
                    name + " with " + code + ", but it exited with "
                            + run.exit().getAsInt());
        }
    }
}
