package dev.millrace.drills;

import dev.millrace.drills.site.Site;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Faults at random, one after the other, with time between them to recover and time not to. */
final class Strikes {
    private static final int LONGEST_PAUSE_MILLIS = 4_000;

    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final Casualties casualties = new Casualties();
    private final Site site;
    private final Random random;

    Strikes(Site site, Random random) {
        this.site = site;
        this.random = random;
    }

    /**
     * Strikes for so long; each kind has its turn before one comes a second time.
     *
     * @param say told of each
     */
    void go(Duration length, Consumer<String> say) throws IOException, SQLException, InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            Fault fault = next();
            say.accept(fault.title());
            fault.strike(site, random, casualties);
            counts.merge(fault, 1, Integer::sum);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
        }
    }

    private Fault next() {
        Fault[] all = Fault.values();
        int least = Arrays.stream(all)
                .mapToInt(fault -> counts.getOrDefault(fault, 0))
                .min()
                .orElseThrow();
        Fault[] candidates = Arrays.stream(all)
                .filter(fault -> counts.getOrDefault(fault, 0) == least)
                .toArray(Fault[]::new);
        return candidates[random.nextInt(candidates.length)];
    }

    Map<Fault, Integer> counts() {
        return counts;
    }

    Casualties casualties() {
        return casualties;
    }
}
