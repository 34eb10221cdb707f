package dev.millrace.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.bench.report.Measurement.Target;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final List<Double> ONE_TO_HUNDRED =
            IntStream.rangeClosed(1, 100).mapToObj(value -> 101.0 - value).toList();

    @Test
    void percentile_isTheSmallestValueThatSoManyDoNotExceed() {
        Measurement measurement = Measurement.millis("m", ONE_TO_HUNDRED, null);

        assertEquals(1, measurement.percentile(0));
        assertEquals(50, measurement.percentile(50));
        assertEquals(99, measurement.percentile(99));
        assertEquals(100, measurement.percentile(100));
    }

    @Test
    void percentile_ofOneValueIsThatValue() {
        Measurement measurement = Measurement.rates("m", List.of(7.0), null);

        assertEquals(7, measurement.percentile(50));
        assertEquals(7, measurement.percentile(99));
    }

    @Test
    void target_isMetUpToAndIncludingItsLimits() {
        assertEquals(true, measured(Target.atMost(50, 99.0)).meetsTarget());
        assertEquals(true, measured(Target.atMost(50, null)).meetsTarget());
        assertEquals(false, measured(Target.atMost(49.9, null)).meetsTarget());
        assertEquals(false, measured(Target.atMost(50, 98.9)).meetsTarget());
        assertEquals(true, measured(Target.atLeast(50)).meetsTarget());
        assertEquals(false, measured(Target.atLeast(50.1)).meetsTarget());
        assertNull(measured(null).meetsTarget());
    }

    @Test
    void ratios_compareRoundsOfTheSameTime() {
        Measurement ratio = Measurement.ratios("r", List.of(10.0, 30.0, 40.0), List.of(10.0, 10.0, 20.0), null);

        assertEquals(List.of(1.0, 2.0, 3.0), ratio.values());
    }

    @Test
    void nothingMeasured_isNoMeasurement() {
        assertThrows(IllegalArgumentException.class, () -> Measurement.millis("m", List.of(), null));
    }

    private static Measurement measured(Target target) {
        return Measurement.millis("m", ONE_TO_HUNDRED, target);
    }
}
