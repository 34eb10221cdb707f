package dev.millrace.model.tool;

import dev.millrace.model.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
 * <p>A placeholder that holds text in single quotes stands for that text: <code>{{'{{'}}</code> for a literal
 * <code>{{</code>.
 */
public final class CommandTemplate {
    /** For messages. */
    public static final String LITERAL = "{{'{{'}} stands for a literal {{";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(?:'([^']*)'|(.*?))}}", Pattern.DOTALL);

    /** Groups of the pattern. */
    private static final int TEXT = 1;

    private static final int NAME = 2;

    private CommandTemplate() {}

    /** The argument vector for these parameters, which have been checked, have their defaults, and were read by {@link Json#read}. */
    public static List<String> render(ProcessRun run, ObjectNode parameters) {
        List<String> arguments = new ArrayList<>();
        for (String template : run.command()) {
            Matcher matcher = PLACEHOLDER.matcher(template);
            boolean alone = matcher.lookingAt() && matcher.end() == template.length();
            String name = alone ? matcher.group(NAME) : null;
            if (name == null || parameters.has(name)) {
                arguments.add(matcher.reset().replaceAll(place -> Matcher.quoteReplacement(text(place, parameters))));
            }
        }
        return arguments;
    }

    /** The names in the placeholders of one argument. */
    public static List<String> names(String argument) {
        return PLACEHOLDER
                .matcher(argument)
                .results()
                .flatMap((MatchResult place) -> Stream.ofNullable(place.group(NAME)))
                .toList();
    }

    /** The texts in quotes in one argument. */
    public static List<String> literals(String argument) {
        return PLACEHOLDER
                .matcher(argument)
                .results()
                .flatMap((MatchResult place) -> Stream.ofNullable(place.group(TEXT)))
                .toList();
    }

    /** Whether the argument holds an opening that no placeholder closes. */
    public static boolean isUnclosed(String argument) {
        return PLACEHOLDER.matcher(argument).replaceAll("").contains("{{");
    }

    private static String text(MatchResult place, ObjectNode parameters) {
        String literal = place.group(TEXT);
        return literal == null ? text(parameters.get(place.group(NAME))) : literal;
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
