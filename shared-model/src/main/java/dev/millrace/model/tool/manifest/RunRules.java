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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the {@code run} section: the command and what is added to its environment. */
final class RunRules {
    private static final int MAX_BYTES = 32 * 1024;
    private static final int LONGEST_NAME = 300;

    private final Section run;
    private final Set<String> parameters;
    private final @Nullable String home;

    RunRules(Section run, Set<String> parameters, @Nullable String home) {
        this.run = run;
        this.parameters = parameters;
        this.home = home;
    }

    ProcessRun read() {
        return new ProcessRun(command(), environment());
    }

    private List<String> command() {
        List<JsonNode> items = run.list("command");
        List<String> command = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).isString()) {
                String argument = items.get(i).stringValue();
                Optional<String> flaw = flaw(argument).or(() -> placeholderFlaw(argument));
                if (flaw.isEmpty() && i == 0) {
                    flaw = programFlaw(argument);
                }
                if (flaw.isPresent()) {
                    run.reject("command", i, flaw.get());
                }
                command.add(argument);
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
        Map<String, String> environment = new LinkedHashMap<>();
        Section variables = run.section("environment");
        run.object("environment")
                .ifPresent(object -> object.forEachEntry((name, value) -> {
                    if (value.isString()) {
                        flaw(value.stringValue()).ifPresent(flaw -> variables.reject(name, flaw));
                        environment.put(name, value.stringValue());
                    }
                }));
        return environment;
    }

    private static Optional<String> flaw(String text) {
        if (text.indexOf('\0') >= 0) {
            return Optional.of("must not hold a NUL character");
        }
        return text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
                ? Optional.of("must be at most 32KiB long")
                : Optional.empty();
    }
}
