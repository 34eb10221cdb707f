package dev.millrace.model.tool.manifest;

import dev.millrace.model.error.Excerpt;
import dev.millrace.model.tool.CommandTemplate;
import dev.millrace.model.tool.ProcessRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the {@code run} section: the command and what is added to its environment. */
final class RunRules {
    private static final int MAX_ARGUMENTS = 256;
    private static final int MAX_BYTES = 32 * 1024;
    private static final int MAX_VARIABLES = 100;
    private static final int LONGEST_NAME = 300;
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** Those say what a job is, and these make the dynamic linker load other people's code. */
    private static final List<String> RESERVED = List.of("MILLRACE_", "LD_");

    private final Section run;
    private final Set<String> parameters;
    private final @Nullable String home;

    RunRules(Section run, Set<String> parameters, @Nullable String home) {
        this.run = run;
        this.parameters = parameters;
        this.home = home;
    }

    ProcessRun read() {
        ProcessRun read = new ProcessRun(command(), environment());
        run.end();
        return read;
    }

    private List<String> command() {
        List<JsonNode> items = run.textList("command", MAX_ARGUMENTS);
        if (run.texts("command").filter(value -> !value.isEmpty()).isEmpty()) {
            run.reject("command", "must be a list that starts with the program, like [./run.sh, --flag]");
        }
        List<String> command = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Optional<String> flaw = flaw(items.get(i));
            String argument = flaw.isPresent() ? "" : items.get(i).stringValue();
            command.add(argument);
            flaw = flaw.or(() -> placeholderFlaw(argument));
            if (flaw.isEmpty() && i == 0) {
                flaw = programFlaw(argument);
            }
            if (flaw.isPresent()) {
                run.reject("command", i, flaw.get());
            }
        }
        return command;
    }

    private Optional<String> placeholderFlaw(String argument) {
        if (CommandTemplate.isUnclosed(argument)) {
            return Optional.of("has a {{ without }}; " + CommandTemplate.LITERAL);
        }
        Optional<String> ambiguous = CommandTemplate.literals(argument).stream()
                .map(text -> "'" + text + "'")
                .filter(parameters::contains)
                .findFirst();
        if (ambiguous.isPresent()) {
            return Optional.of("has {{" + Excerpt.of(ambiguous.get(), LONGEST_NAME)
                    + "}}, which is a text in quotes and a parameter; name that parameter otherwise");
        }
        return CommandTemplate.names(argument).stream()
                .filter(name -> !parameters.contains(name))
                .findFirst()
                .map(name -> "has the placeholder {{" + Excerpt.of(name, LONGEST_NAME)
                        + "}}, but there is no such property in the parameters"
                        + (name.contains("{") || name.contains("'") ? "; " + CommandTemplate.LITERAL : ""));
    }

    private Optional<String> programFlaw(String program) {
        if (program.isBlank()) {
            return Optional.of("must name the program");
        }
        if (program.contains("{{")) {
            return Optional.of("must not hold a placeholder: who runs a tool does not choose its program");
        }
        if (!program.contains("/") || program.startsWith("/")) {
            return Optional.empty();
        }
        if (home == null) {
            return Optional.of("is relative to the manifest, and this tool has none; write an absolute path");
        }
        try {
            return Path.of(home, program).normalize().startsWith("..")
                    ? Optional.of("leads out of the tools directory")
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of("is not a path");
        }
    }

    private Map<String, String> environment() {
        ObjectNode variables = run.textObject("environment").orElse(null);
        if (variables == null) {
            return Map.of();
        }
        if (variables.size() > MAX_VARIABLES) {
            run.reject("environment", "must have at most " + MAX_VARIABLES + " variables");
            return Map.of();
        }
        Map<String, String> environment = new LinkedHashMap<>();
        Section section = run.section("environment");
        variables.forEachEntry((name, value) -> {
            Optional<String> flaw = nameFlaw(name).or(() -> flaw(value));
            if (flaw.isPresent()) {
                section.reject(name, flaw.get());
            } else {
                environment.put(name, value.stringValue());
            }
        });
        return environment;
    }

    private static Optional<String> nameFlaw(String name) {
        if (!VARIABLE.matcher(name).matches()) {
            return Optional.of("is not the name of a variable; it must match " + VARIABLE);
        }
        return RESERVED.stream()
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> "must not be set: names starting with " + prefix + " are reserved");
    }

    private static Optional<String> flaw(JsonNode value) {
        if (value.isNull()) {
            return Optional.of("must be a string, and is null; a null or ~ that is meant as text needs quotes");
        }
        if (!value.isString()) {
            return Optional.of("must be a string");
        }
        String text = value.stringValue();
        if (text.indexOf('\0') >= 0) {
            return Optional.of("must not hold a NUL character");
        }
        return text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
                ? Optional.of("must be at most 32KiB long")
                : Optional.empty();
    }
}
