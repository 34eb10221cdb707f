package dev.millrace.model.tool;

import java.util.List;
import java.util.Map;

/**
 * A program to run.
 *
 * @param command the argument vector, at least the program; {@code {{name}}} stands for a parameter's value
 * @param environment added to the clean environment of the attempt
 */
public record ProcessRun(List<String> command, Map<String, String> environment) {
    public ProcessRun {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
