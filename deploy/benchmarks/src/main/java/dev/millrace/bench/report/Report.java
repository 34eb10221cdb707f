package dev.millrace.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The measurements as a table to read and as JSON to keep. */
public final class Report {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> HEADINGS = List.of("", "p50", "p95", "p99", "n", "unit", "target");

    private Report() {}

    /** The first column to the left, numbers to the right. */
    public static String table(List<Measurement> measurements) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        measurements.forEach(measurement -> rows.add(row(measurement)));
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < HEADINGS.size(); column++) {
                line.append(column == 0 ? "" : "  ").append(pad(row.get(column), column, width(rows, column)));
            }
            table.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return table.toString();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String pad(String text, int column, int width) {
        String blanks = " ".repeat(width - text.length());
        boolean isNumber = column >= 1 && column <= 4;
        return isNumber ? blanks + text : text + blanks;
    }

    private static List<String> row(Measurement measurement) {
        return List.of(
                measurement.name(),
                number(measurement.percentile(50)),
                number(measurement.percentile(95)),
                number(measurement.percentile(99)),
                Integer.toString(measurement.count()),
                measurement.unit(),
                target(measurement));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String target(Measurement measurement) {
        Measurement.Target target = measurement.target();
        if (target == null) {
            return "";
        }
        String sign = " " + target.limit().sign() + " ";
        String limits = "p50" + sign + number(target.p50())
                + (target.p99() == null ? "" : ", p99" + sign + number(target.p99()));
        return limits + (Boolean.TRUE.equals(measurement.meetsTarget()) ? " met" : " missed");
    }

    /**
     * All of it as one document.
     *
     * @param health what the server says about itself and its surroundings
     */
    public static String json(List<Measurement> measurements, Map<String, ?> machine, @Nullable JsonNode health) {
        ObjectNode json = JSON.createObjectNode();
        json.set("machine", JSON.valueToTree(machine));
        json.set("health", health);
        var results = json.putArray("measurements");
        measurements.forEach(measurement -> results.add(json(measurement)));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    private static ObjectNode json(Measurement measurement) {
        ObjectNode json = JSON.createObjectNode()
                .put("name", measurement.name())
                .put("unit", measurement.unit())
                .put("n", measurement.count())
                .put("min", measurement.percentile(0))
                .put("p50", measurement.percentile(50))
                .put("p95", measurement.percentile(95))
                .put("p99", measurement.percentile(99))
                .put("max", measurement.percentile(100));
        Measurement.Target target = measurement.target();
        if (target != null) {
            json.putObject("target")
                    .put("limit", target.limit().sign())
                    .put("p50", target.p50())
                    .put("p99", target.p99());
            json.put("met", measurement.meetsTarget());
        }
        return json;
    }
}
