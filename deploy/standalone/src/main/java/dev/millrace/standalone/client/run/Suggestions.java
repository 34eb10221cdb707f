package dev.millrace.standalone.client.run;

import dev.millrace.model.config.Spelling;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What to do about a name that the server does not know. */
final class Suggestions {
    private Suggestions() {}

    static String unknownTool(String written, List<String> names) {
        return "There is no tool " + written + "; "
                + Spelling.nearest(written, names)
                        .map(name -> "did you mean " + name + "?")
                        .orElse("millrace tools lists what there is");
    }

    /** The server's message, and a line for each parameter that the schema does not have. */
    static String onParameters(@Nullable String message, Collection<String> written, ParameterSchema schema) {
        StringBuilder text = new StringBuilder(String.valueOf(message));
        Set<String> names = schema.names();
        for (String name : written) {
            if (!names.contains(name)) {
                text.append(System.lineSeparator())
                        .append("  ")
                        .append(name)
                        .append(Spelling.nearest(name, names)
                                .map(near -> ": did you mean " + near + "?")
                                .orElse(": no such parameter; there are: " + String.join(", ", names)));
            }
        }
        return text.toString();
    }
}
