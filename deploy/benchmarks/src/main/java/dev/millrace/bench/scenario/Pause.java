package dev.millrace.bench.scenario;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A pause that has no rhythm in common with what is measured. */
public final class Pause {
    private static final int SHORTEST_MILLIS = 50;
    private static final int LONGEST_MILLIS = 150;
    private static final Random RANDOM = new Random(1);

    private Pause() {}

    public static void random() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RANDOM.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS + 1)));
    }
}
