package dev.millrace.model.tool.manifest;

import dev.millrace.model.error.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What several steps have found wrong. Of one place only the first step speaks that has something to say. */
final class Findings {
    private final List<Violation> violations = new ArrayList<>();
    private final Set<String> places = new HashSet<>();

    void add(String pointer, String message) {
        if (!places.contains(pointer)) {
            violations.add(new Violation(pointer, message));
        }
    }

    void addAll(List<Violation> more) {
        more.forEach(violation -> add(violation.pointer(), violation.message()));
    }

    /** What is found from now on belongs to the next step. */
    void endStep() {
        violations.forEach(violation -> places.add(violation.pointer()));
    }

    List<Violation> violations() {
        return violations;
    }
}
