package dev.millrace.standalone.client.run;

import dev.millrace.model.config.Spelling;
import java.util.List;

/** What to do about a name that the server does not know. */
final class Suggestions {
    private Suggestions() {}

    static String unknownTool(String written, List<String> names) {
        return "There is no tool " + written + "; "
                + Spelling.nearest(written, names)
                        .map(name -> "did you mean " + name + "?")
                        .orElse("millrace tools lists what there is");
    }
}
