package dev.millrace.model.config;

import java.util.List;

/** The node cannot start with this environment. The message lists every problem, one a line, and is safe to print. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    ConfigurationException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line for each variable that is wrong: its name, its value unless that may be a secret, the right form. */
    public List<String> problems() {
        return problems;
    }
}
