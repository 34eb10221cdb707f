package dev.millrace.drills.promise;

import dev.millrace.drills.history.EventRecord;
import dev.millrace.drills.history.History;
import dev.millrace.drills.history.JobRecord;
import dev.millrace.drills.promise.Violation.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The events of a job walk through the state machine, and end once. */
final class EventRule implements Rule {
    /** As {@code docs/job-states.md} draws it, written down a second time on purpose; a test compares the two. */
    static final Map<String, Set<String>> NEXT = Map.of(
            "", Set.of("SCHEDULED", "QUEUED"),
            "SCHEDULED", Set.of("QUEUED", "CANCELLED"),
            "QUEUED", Set.of("RUNNING", "CANCELLED"),
            "RUNNING", Set.of("SUCCEEDED", "FAILED", "CANCELLED", "SCHEDULED", "QUEUED"),
            "SUCCEEDED", Set.of(),
            "FAILED", Set.of(),
            "CANCELLED", Set.of());

    @Override
    public List<Violation> check(JobRecord job, History history) {
        Findings findings = new Findings(job.id());
        checkOrder(job, findings);
        checkSteps(job, findings);
        checkEnd(job, findings);
        return findings.all();
    }

    private static void checkOrder(JobRecord job, Findings findings) {
        long last = 0;
        for (EventRecord event : job.events()) {
            findings.require(
                    event.number() > last, Kind.EVENT_ORDER, "event " + event.number() + " comes after event " + last);
            last = event.number();
        }
    }

    private static void checkSteps(JobRecord job, Findings findings) {
        String state = "";
        for (EventRecord event : job.events()) {
            if (event.isStep()) {
                findings.require(
                        NEXT.getOrDefault(state, Set.of()).contains(event.type()),
                        Kind.ILLEGAL_STEP,
                        "event " + event.number() + " goes from " + state + " to " + event.type());
                state = event.type();
            } else {
                findings.require(
                        state.equals("RUNNING"),
                        Kind.ILLEGAL_STEP,
                        "event " + event.number() + " is " + event.type() + " of a job that is " + state);
            }
            findings.require(
                    event.state().equals(state),
                    Kind.WRONG_RECORD,
                    "event " + event.number() + " says " + event.state() + " of a job that is " + state);
        }
        findings.require(
                state.equals(job.state()),
                Kind.WRONG_RECORD,
                "its events end with " + state + ", it is " + job.state());
    }

    private static void checkEnd(JobRecord job, Findings findings) {
        long ends = job.events().stream().filter(EventRecord::isTerminal).count();
        findings.require(ends > 0 && job.hasEnded(), Kind.NOT_ENDED, "it is " + job.state());
        findings.require(ends < 2, Kind.ENDED_TWICE, ends + " events end it");
    }
}
