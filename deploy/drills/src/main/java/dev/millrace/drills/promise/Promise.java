package dev.millrace.drills.promise;

import dev.millrace.drills.history.History;
import dev.millrace.drills.history.JobRecord;
import dev.millrace.drills.promise.Violation.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What Millrace promises of every job that it accepted, whatever died meanwhile. */
public final class Promise {
    private static final List<Rule> RECORD = List.of(new EventRule(), new AttemptRule());
    private static final List<Rule> RECORD_AND_RUNS = List.of(new EventRule(), new AttemptRule(), new RunRule());

    private Promise() {}

    /** Where the history breaks the promise; none when it is kept. */
    public static List<Violation> violations(History history) {
        return violations(history, RECORD_AND_RUNS);
    }

    /** The same, of jobs whose tools keep no file: whether the record is right in itself. */
    public static List<Violation> violationsInRecord(History history) {
        return violations(history, RECORD);
    }

    private static List<Violation> violations(History history, List<Rule> rules) {
        List<Violation> violations = new ArrayList<>();
        Set<String> accepted = new HashSet<>(history.accepted());
        for (String id : accepted) {
            JobRecord job = history.jobs().get(id);
            if (job == null) {
                violations.add(new Violation(Kind.LOST, id, "it was accepted, and is not known any more"));
            } else {
                rules.forEach(rule -> violations.addAll(rule.check(job, history)));
            }
        }
        history.listed().stream()
                .filter(id -> !accepted.contains(id))
                .forEach(id -> violations.add(new Violation(Kind.UNASKED, id, "nobody was told of it")));
        history.runs().keySet().stream()
                .filter(id -> !accepted.contains(id) && !history.listed().contains(id))
                .forEach(id -> violations.add(new Violation(Kind.UNASKED, id, "its tool ran, and nobody knows of it")));
        return violations;
    }
}
