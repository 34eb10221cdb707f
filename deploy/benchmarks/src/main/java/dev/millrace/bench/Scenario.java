package dev.millrace.bench;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Something that is done many times over and measured. */
interface Scenario {
    /** The names of what it measures, each beginning with the scenario's own and a dot. */
    String name();

    /**
     * Measures.
     *
     * @param runs how often, at least 1; warming up comes on top
     * @param progress told how far it is
     */
    List<Measurement> run(Subject subject, int runs, Consumer<String> progress) throws IOException;
}
