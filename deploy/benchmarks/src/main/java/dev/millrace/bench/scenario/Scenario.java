package dev.millrace.bench.scenario;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.subject.Subject;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Something that is done many times over and measured. */
public interface Scenario {
    /** The names of what it measures, each beginning with the scenario's own and a dot. */
    String name();

    /**
     * Measures.
     *
     * @param progress told how far it is
     */
    List<Measurement> run(Subject subject, Extent extent, Consumer<String> progress) throws IOException;
}
