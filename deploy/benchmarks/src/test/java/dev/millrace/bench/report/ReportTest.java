package dev.millrace.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.bench.report.Measurement.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
    private static final List<Measurement> MEASUREMENTS = List.of(
            Measurement.millis("pickup.first-line", List.of(12.5, 8.25, 100.0), Target.atMost(15, 60.0)),
            Measurement.rates("throughput.true", List.of(80.0), Target.atLeast(60)),
            Measurement.rates("queue.noop", List.of(4_000.0), null));

    @Test
    void table_alignsNumbersToTheRight() {
        assertEquals(
                List.of(
                        "                       p50      p95      p99  n  unit  target",
                        "pickup.first-line    12.50   100.00   100.00  3  ms    p50 ≤ 15.00, p99 ≤ 60.00 missed",
                        "throughput.true      80.00    80.00    80.00  1  1/s   p50 ≥ 60.00 met",
                        "queue.noop         4000.00  4000.00  4000.00  1  1/s"),
                Report.table(MEASUREMENTS).lines().toList());
    }

    @Test
    void json_holdsTheFiguresAndTheMachine() {
        JsonNode report = new JsonMapper().readTree(Report.json(MEASUREMENTS, Map.of("cores", 2), null));

        JsonNode first = report.path("measurements").path(0);
        assertEquals(2, report.path("machine").path("cores").asInt());
        assertEquals("pickup.first-line", first.path("name").asString());
        assertEquals(8.25, first.path("min").asDouble());
        assertEquals(12.5, first.path("p50").asDouble());
        assertFalse(first.path("met").asBoolean());
        assertTrue(report.path("measurements").path(2).path("target").isMissingNode());
    }
}
