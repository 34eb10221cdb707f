package dev.millrace.bench.queue;

import dev.millrace.model.job.Priority;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Measures two databases in turn, each as often first: what disturbs this machine meanwhile disturbs both. */
final class InTurn {
    /** Of one measurement. */
    static final int JOBS = 10_000;

    private static final int WARM_UPS = 4;
    private static final int ROUNDS = 10;

    private InTurn() {}

    /** Jobs a second in each round. */
    record Rates(List<Double> small, List<Double> large) {}

    /**
     * Runs jobs that do nothing.
     *
     * @param small the database to compare with
     * @param what shown as progress
     */
    static Rates measure(
            QueueSite small, QueueSite large, List<Priority> priorities, String what, Consumer<String> progress)
            throws IOException {
        Rates rates = new Rates(new ArrayList<>(), new ArrayList<>());
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            boolean smallFirst = round % 2 == 0;
            double first = rate(smallFirst ? small : large, priorities);
            double second = rate(smallFirst ? large : small, priorities);
            progress.accept("%s: %s, %.0f/s and then %.0f/s, %s first"
                    .formatted(
                            what,
                            round < 0 ? "warming up" : "round " + (round + 1) + " of " + ROUNDS,
                            first,
                            second,
                            smallFirst ? "without" : "with"));
            if (round >= 0) {
                rates.small().add(smallFirst ? first : second);
                rates.large().add(smallFirst ? second : first);
            }
        }
        return rates;
    }

    private static double rate(QueueSite site, List<Priority> priorities) throws IOException {
        site.queue().submitInBulk(JOBS, priorities);
        return site.run(JOBS);
    }
}
