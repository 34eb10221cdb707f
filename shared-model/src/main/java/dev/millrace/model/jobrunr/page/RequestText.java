package dev.millrace.model.jobrunr.page;

import dev.millrace.model.error.Excerpt;
import dev.millrace.model.job.Job;
import dev.millrace.model.json.Json;
import dev.millrace.model.tool.schema.SecretParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What was asked for, as people read it on JobRunr's page: where a Java method's arguments would be, a line for each. */
final class RequestText {
    private static final int SHOWN = 20;
    private static final int LONGEST_VALUE = 200;
    private static final int LONGEST_NAME = 100;
    private static final String LINE = "\n            ";

    private RequestText() {}

    /** @param schema of the parameters; where there is none, no value is shown, as any may be secret */
    static String of(Job job, Optional<ObjectNode> schema) {
        List<String> lines = new ArrayList<>();
        lines.add(job.tool());
        lines.addAll(parameters(Json.read(job.parameters()), schema.map(SecretParameters::new)));
        lines.add("queue " + job.queue() + ", priority " + job.priority().text() + ", revision " + job.toolRevision());
        return String.join("," + LINE, lines);
    }

    private static List<String> parameters(JsonNode parameters, Optional<SecretParameters> secrets) {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, JsonNode> parameter : parameters.properties()) {
            if (lines.size() == SHOWN) {
                lines.add("… and " + (parameters.size() - SHOWN) + " more");
                break;
            }
            String name = parameter.getKey();
            boolean isShown = secrets.isPresent() && !secrets.get().contains(name);
            lines.add(Excerpt.of(name, LONGEST_NAME) + ": "
                    + (isShown ? Excerpt.of(Json.write(parameter.getValue()), LONGEST_VALUE) : "***"));
        }
        return lines;
    }
}
