package dev.millrace.drills.promise;

import dev.millrace.drills.promise.Violation.Kind;
import java.util.ArrayList;
import java.util.List;

/** What a rule has found about one job so far. */
final class Findings {
    private final List<Violation> violations = new ArrayList<>();
    private final String job;

    Findings(String job) {
        this.job = job;
    }

    void require(boolean holds, Kind kind, String otherwise) {
        if (!holds) {
            violations.add(new Violation(kind, job, otherwise));
        }
    }

    List<Violation> all() {
        return List.copyOf(violations);
    }
}
