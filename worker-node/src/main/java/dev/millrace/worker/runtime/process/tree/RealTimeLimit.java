package dev.millrace.worker.runtime.process.tree;

/** Reads the hard {@code RLIMIT_RTTIME} out of {@code /proc/PID/limits}. */
public final class RealTimeLimit {
    static final long UNLIMITED = Long.MAX_VALUE;
    /** There is no such line: the process is gone. */
    static final long UNKNOWN = -1;

    private static final String NAME = "Max realtime timeout ";

    private RealTimeLimit() {}

    /** @return microseconds, {@link #UNLIMITED} or {@link #UNKNOWN} */
    public static long hard(String limits) {
        int line = limits.indexOf(NAME);
        if (line < 0) {
            return UNKNOWN;
        }
        int soft = skipBlanks(limits, line + NAME.length());
        int hard = skipBlanks(limits, skipWord(limits, soft));
        String value = limits.substring(hard, skipWord(limits, hard));
        try {
            return value.equals("unlimited") ? UNLIMITED : Long.parseLong(value);
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }

    private static int skipBlanks(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        return i;
    }

    private static int skipWord(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) > ' ') {
            i++;
        }
        return i;
    }
}
