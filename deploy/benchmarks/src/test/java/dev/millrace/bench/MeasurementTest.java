package dev.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.bench.Measurement.Target;
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
        Measurement measurement = Measurement.rate("m", 7);

        assertEquals(7, measurement.percentile(50));
        assertEquals(7, measurement.percentile(99));
    }

    @Test
    void target_isMetUpToAndIncludingItsLimits() {
        assertEquals(true, measured(new Target(50, 99.0)).meetsTarget());
        assertEquals(true, measured(new Target(50, null)).meetsTarget());
        assertEquals(false, measured(new Target(49.9, null)).meetsTarget());
        assertEquals(false, measured(new Target(50, 98.9)).meetsTarget());
        assertNull(measured(null).meetsTarget());
    }

    @Test
    void nothingMeasured_isNoMeasurement() {
        assertThrows(IllegalArgumentException.class, () -> Measurement.millis("m", List.of(), null));
    }

    private static Measurement measured(Target target) {
        return Measurement.millis("m", ONE_TO_HUNDRED, target);
    }
}
