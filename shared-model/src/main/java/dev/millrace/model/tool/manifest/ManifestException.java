package dev.millrace.model.tool.manifest;

import java.util.List;

/** A manifest that gives no tool. */
public final class ManifestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ManifestProblem> problems;

    ManifestException(List<ManifestProblem> problems) {
        super(problems.isEmpty() ? "" : problems.get(0).message());
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong, in the order of the lines; never empty. */
    public List<ManifestProblem> problems() {
        return problems;
    }
}
