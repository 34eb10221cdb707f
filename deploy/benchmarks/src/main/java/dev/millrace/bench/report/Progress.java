package dev.millrace.bench.report;

import java.io.PrintWriter;
import java.time.Duration;

/** Says every two seconds how far a scenario is. Thread-safe. */
public final class Progress {
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final String scenario;
    private final PrintWriter err;
    private long last = System.nanoTime();

    public Progress(String scenario, PrintWriter err) {
        this.scenario = scenario;
        this.err = err;
        err.println(scenario + " …");
        err.flush();
    }

    public synchronized void at(String position) {
        if (System.nanoTime() - last >= INTERVAL.toNanos()) {
            last = System.nanoTime();
            err.println(scenario + ": " + position);
            err.flush();
        }
    }

    public synchronized void end() {
        err.println(scenario + " done");
        err.flush();
    }
}
