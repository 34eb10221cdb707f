package dev.millrace.model.tool;

import dev.millrace.model.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts parameter values into a command. A value fills its place in one argument and is never split, expanded or searched
 * for placeholders again; nothing is ever read by a shell.
 *
 * <p>Strings stand as they are, numbers with the digits that were sent, booleans as JSON writes them, {@code null} as
 * nothing, arrays and objects as compact JSON. An argument that is one placeholder and nothing else is left out when
 * its parameter is absent; within other text an absent parameter leaves nothing.
 *
 * <p>There is no escape for a literal <code>{{</code>: a command that needs one takes it from a parameter's default.
 */
public final class CommandTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);

    private CommandTemplate() {}

    /** The argument vector for these parameters, which have been checked, have their defaults, and were read by {@link Json#read}. */
    public static List<String> render(ProcessRun run, ObjectNode parameters) {
        List<String> arguments = new ArrayList<>();
        for (String template : run.command()) {
            Matcher matcher = PLACEHOLDER.matcher(template);
            boolean alone = matcher.matches() && template.indexOf("{{", 2) < 0;
            if (!alone || parameters.has(matcher.group(1))) {
                arguments.add(PLACEHOLDER
                        .matcher(template)
                        .replaceAll(place -> Matcher.quoteReplacement(text(parameters.get(place.group(1))))));
            }
        }
        return arguments;
    }

    /** The names in the placeholders of one argument. */
    static List<String> names(String argument) {
        return PLACEHOLDER
                .matcher(argument)
                .results()
                .map((MatchResult place) -> place.group(1))
                .toList();
    }

    /** Whether the argument holds an opening that no placeholder closes. */
    static boolean isUnclosed(String argument) {
        return PLACEHOLDER.matcher(argument).replaceAll("").contains("{{");
    }

    private static String text(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return "";
        }
        if (value.isString()) {
            return value.stringValue();
        }
        return Json.write(value);
    }
}
