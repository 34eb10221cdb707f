package dev.millrace.standalone.client.terminal;

/** How text stands out on a terminal; the numbers are those of ECMA-48, "select graphic rendition". */
public enum Style {
    BOLD(1),
    DIM(2),
    RED(31),
    GREEN(32),
    YELLOW(33),
    CYAN(36);

    private final int code;

    Style(int code) {
        this.code = code;
    }

    String around(String text) {
        return "\u001B[" + code + "m" + text + "\u001B[0m";
    }

    /** The colour of a job's or a worker's state, so that tables and summaries agree. */
    public static Style ofState(String state) {
        return switch (state) {
            case "SUCCEEDED" -> GREEN;
            case "FAILED", "LOST" -> RED;
            case "CANCELLED", "DRAINING" -> YELLOW;
            case "RUNNING" -> CYAN;
            default -> DIM;
        };
    }
}
