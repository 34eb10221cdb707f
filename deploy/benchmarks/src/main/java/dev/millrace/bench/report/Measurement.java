package dev.millrace.bench.report;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The values that one quantity had.
 *
 * @param values in ascending order, whatever order they were given in; at least one
 * @param target what it should be; absent where there is nothing to hold it to
 */
public record Measurement(
        String name,
        String unit,
        List<Double> values,
        @Nullable Target target) {
    /** What the median and, where it counts, the 99th percentile should be, in the unit of the measurement. */
    public record Target(Limit limit, double p50, @Nullable Double p99) {
        /** On which side of its values to be. */
        enum Limit {
            AT_MOST("≤"),
            AT_LEAST("≥");

            private final String sign;

            Limit(String sign) {
                this.sign = sign;
            }

            String sign() {
                return sign;
            }

            boolean holds(double value, double bound) {
                return this == AT_MOST ? value <= bound : value >= bound;
            }
        }

        public static Target atMost(double p50, @Nullable Double p99) {
            return new Target(Limit.AT_MOST, p50, p99);
        }

        public static Target atLeast(double p50) {
            return new Target(Limit.AT_LEAST, p50, null);
        }
    }

    public Measurement {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("Nothing was measured for " + name);
        }
        values = values.stream().sorted().toList();
    }

    public static Measurement millis(String name, List<Double> values, @Nullable Target target) {
        return new Measurement(name, "ms", values, target);
    }

    /** How much was done in a second, one value for each round. */
    public static Measurement rates(String name, List<Double> perSecond, @Nullable Target target) {
        return new Measurement(name, "1/s", perSecond, target);
    }

    /** How much faster the first rates are than the second, round by round. */
    public static Measurement ratios(String name, List<Double> rates, List<Double> others, @Nullable Target target) {
        return new Measurement(
                name,
                "×",
                IntStream.range(0, rates.size())
                        .mapToObj(round -> rates.get(round) / others.get(round))
                        .toList(),
                target);
    }

    public int count() {
        return values.size();
    }

    /** The smallest value that at least so many percent of the values do not exceed (nearest rank). */
    public double percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * values.size());
        return values.get(Math.max(rank, 1) - 1);
    }

    /** Absent where there is no target. */
    @Nullable
    public Boolean meetsTarget() {
        if (target == null) {
            return null;
        }
        return target.limit().holds(percentile(50), target.p50())
                && (target.p99() == null || target.limit().holds(percentile(99), target.p99()));
    }
}
