package dev.millrace.model.tool;

import java.util.List;
import java.util.OptionalInt;

/** Names and numbers of signals, as Linux has them on x86 and ARM. */
public final class Signals {
    public static final int HIGHEST = 64;

    private static final String PREFIX = "SIG";
    private static final String LOWEST_REAL_TIME = "SIGRTMIN";
    private static final String HIGHEST_REAL_TIME = "SIGRTMAX";

    /** From 1 in their order. */
    private static final List<String> NAMES = List.of(
            "SIGHUP",
            "SIGINT",
            "SIGQUIT",
            "SIGILL",
            "SIGTRAP",
            "SIGABRT",
            "SIGBUS",
            "SIGFPE",
            "SIGKILL",
            "SIGUSR1",
            "SIGSEGV",
            "SIGUSR2",
            "SIGPIPE",
            "SIGALRM",
            "SIGTERM",
            "SIGSTKFLT",
            "SIGCHLD",
            "SIGCONT",
            "SIGSTOP",
            "SIGTSTP",
            "SIGTTIN",
            "SIGTTOU",
            "SIGURG",
            "SIGXCPU",
            "SIGXFSZ",
            "SIGVTALRM",
            "SIGPROF",
            "SIGWINCH",
            "SIGIO",
            "SIGPWR",
            "SIGSYS");

    /** The C library keeps those between for itself; they kill like any other, and have no names. */
    private static final int FIRST_FREE_REAL_TIME = 34;

    private Signals() {}

    /** @param number 1 to {@link #HIGHEST} */
    public static String name(int number) {
        if (number <= NAMES.size()) {
            return NAMES.get(number - 1);
        }
        if (number < FIRST_FREE_REAL_TIME) {
            return PREFIX + number;
        }
        return number == FIRST_FREE_REAL_TIME
                ? LOWEST_REAL_TIME
                : LOWEST_REAL_TIME + "+" + (number - FIRST_FREE_REAL_TIME);
    }

    /**
     * The number of a name, which may leave out {@code SIG}; real-time signals count from either end, {@code SIGRTMIN+3} or
     * {@code SIGRTMAX-2}. Empty for what is none.
     */
    public static OptionalInt number(String name) {
        String full = name.startsWith(PREFIX) ? name : PREFIX + name;
        for (int number = 1; number <= HIGHEST; number++) {
            if (full.equals(name(number)) || full.equals(fromTheEnd(number))) {
                return OptionalInt.of(number);
            }
        }
        return OptionalInt.empty();
    }

    private static String fromTheEnd(int number) {
        if (number < FIRST_FREE_REAL_TIME) {
            return "";
        }
        return number == HIGHEST ? HIGHEST_REAL_TIME : HIGHEST_REAL_TIME + "-" + (HIGHEST - number);
    }
}
