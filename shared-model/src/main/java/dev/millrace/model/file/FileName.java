package dev.millrace.model.file;

/** The name or path of a file, as Java reads it from a directory. */
public final class FileName {
    private FileName() {}

    /** Whether it can be shown and stored. Bytes that are not UTF-8 arrive as U+FFFD. */
    public static boolean isPresentable(String name) {
        return name.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0xFFFD);
    }
}
