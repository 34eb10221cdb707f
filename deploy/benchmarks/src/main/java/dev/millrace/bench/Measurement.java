package dev.millrace.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that one quantity had.
 *
 * @param values in ascending order, whatever order they were given in; at least one
 * @param target what its percentiles should not exceed; absent where there is nothing to hold it to
 */
record Measurement(
        String name,
        String unit,
        List<Double> values,
        @Nullable Target target) {
    /**
     * Upper limits, in the unit of the measurement.
     *
     * @param p99 absent where only the median counts
     */
    record Target(double p50, @Nullable Double p99) {}

    Measurement {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("Nothing was measured for " + name);
        }
        values = values.stream().sorted().toList();
    }

    static Measurement millis(String name, List<Double> values, @Nullable Target target) {
        return new Measurement(name, "ms", values, target);
    }

    static Measurement rate(String name, double perSecond) {
        return rates(name, List.of(perSecond));
    }

    /** How much was done in a second, one value for each round. */
    static Measurement rates(String name, List<Double> perSecond) {
        return new Measurement(name, "1/s", perSecond, null);
    }

    int count() {
        return values.size();
    }

    /** The smallest value that at least so many percent of the values do not exceed (nearest rank). */
    double percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * values.size());
        return values.get(Math.max(rank, 1) - 1);
    }

    /** Absent where there is no target. */
    @Nullable
    Boolean meetsTarget() {
        if (target == null) {
            return null;
        }
        return percentile(50) <= target.p50() && (target.p99() == null || percentile(99) <= target.p99());
    }
}
