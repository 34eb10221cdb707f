package dev.millrace.model.tool.yaml;

/** A text that is not one acceptable YAML document. */
public final class YamlException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    YamlException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** From 1; 0 when the text as a whole is meant. */
    public int line() {
        return line;
    }
}
