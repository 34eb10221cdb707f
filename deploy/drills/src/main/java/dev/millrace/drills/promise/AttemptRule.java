package dev.millrace.drills.promise;

import dev.millrace.drills.history.AttemptRecord;
import dev.millrace.drills.history.EventRecord;
import dev.millrace.drills.history.History;
import dev.millrace.drills.history.JobRecord;
import dev.millrace.drills.promise.Violation.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Attempts are numbered without gaps, one follows the other, and each led where such an attempt leads. */
final class AttemptRule implements Rule {
    /** The exit status by which a tool asks for another attempt. */
    private static final int TRY_AGAIN = 75;

    /** So many lost workers fail a job. */
    private static final int LOSSES = 3;

    private static final Map<String, Set<String>> LEADS_TO = Map.of(
            "SUCCEEDED", Set.of("SUCCEEDED"),
            "FAILED", Set.of("SCHEDULED", "FAILED", "CANCELLED"),
            "CANCELLED", Set.of("CANCELLED"),
            "LOST", Set.of("QUEUED", "FAILED", "CANCELLED"),
            "RELEASED", Set.of("QUEUED", "CANCELLED"),
            "RUNNING", Set.of());

    @Override
    public List<Violation> check(JobRecord job, History history) {
        Findings findings = new Findings(job.id());
        checkNumbers(job, findings);
        checkOneAfterTheOther(job, findings);
        checkWhereTheyLed(job, findings);
        checkBurnt(job, findings);
        for (AttemptRecord attempt : job.attempts()) {
            Integer survivors = attempt.survivors();
            findings.require(
                    survivors == null || survivors == 0,
                    Kind.SURVIVORS,
                    survivors + " processes outlived attempt " + attempt.number());
        }
        return findings.all();
    }

    private static void checkNumbers(JobRecord job, Findings findings) {
        List<Integer> expected = IntStream.rangeClosed(1, job.attempt()).boxed().toList();
        List<Integer> recorded =
                job.attempts().stream().map(AttemptRecord::number).toList();
        List<Integer> begun = job.events().stream()
                .filter(event -> event.type().equals("RUNNING"))
                .map(EventRecord::attempt)
                .toList();
        findings.require(
                recorded.equals(expected),
                Kind.ATTEMPT_NUMBERS,
                "it is at attempt " + job.attempt() + ", and has attempts " + recorded);
        findings.require(
                begun.equals(expected),
                Kind.ATTEMPT_NUMBERS,
                "it is at attempt " + job.attempt() + ", and its events begin attempts " + begun);
    }

    private static void checkOneAfterTheOther(JobRecord job, Findings findings) {
        Instant free = Instant.MIN;
        for (AttemptRecord attempt : job.attempts()) {
            findings.require(
                    !attempt.startedAt().isBefore(free),
                    Kind.TWICE_AT_ONCE,
                    "attempt " + attempt.number() + " is recorded from " + attempt.startedAt()
                            + ", and the one before it until " + free);
            free = attempt.finishedAt() == null ? Instant.MAX : attempt.finishedAt();
        }
    }

    /** Looks at the step after each {@code RUNNING}: the attempt's state and the job's tell the same. */
    private static void checkWhereTheyLed(JobRecord job, Findings findings) {
        List<EventRecord> steps = job.steps();
        for (int i = 0; i + 1 < steps.size(); i++) {
            if (steps.get(i).type().equals("RUNNING")) {
                int number = steps.get(i).attempt();
                String then = steps.get(i + 1).type();
                job.attempts().stream()
                        .filter(attempt -> attempt.number() == number)
                        .forEach(attempt -> findings.require(
                                LEADS_TO.getOrDefault(attempt.state(), Set.of()).contains(then),
                                Kind.WRONG_RECORD,
                                "attempt " + number + " is " + attempt.state() + ", after it the job was " + then));
            }
        }
    }

    private static void checkBurnt(JobRecord job, Findings findings) {
        if (!job.state().equals("FAILED") || job.attempts().isEmpty()) {
            return;
        }
        AttemptRecord last = job.attempts().get(job.attempts().size() - 1);
        if (last.state().equals("LOST")) {
            findings.require(
                    job.attemptsIn("LOST") >= LOSSES,
                    Kind.ATTEMPT_BURNT,
                    "it failed with " + job.errorCode() + " after " + job.attemptsIn("LOST") + " lost workers");
        } else if (last.exit().filter(code -> code == TRY_AGAIN).isPresent()) {
            findings.require(
                    job.attemptsIn("FAILED") >= job.maxAttempts(),
                    Kind.ATTEMPT_BURNT,
                    "it failed for good after " + job.attemptsIn("FAILED") + " failed attempts of "
                            + job.maxAttempts());
        }
    }
}
