package dev.millrace.bench;

import java.io.PrintWriter;
import java.time.Duration;

/** Says every two seconds how far a scenario is. Thread-safe. */
final class Progress {
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final String scenario;
    private final PrintWriter err;
    private long last = System.nanoTime();

    Progress(String scenario, PrintWriter err) {
        this.scenario = scenario;
        this.err = err;
        err.println(scenario + " …");
        err.flush();
    }

    synchronized void at(String position) {
        if (System.nanoTime() - last >= INTERVAL.toNanos()) {
            last = System.nanoTime();
            err.println(scenario + ": " + position);
            err.flush();
        }
    }

    synchronized void end() {
        err.println(scenario + " done");
        err.flush();
    }
}
