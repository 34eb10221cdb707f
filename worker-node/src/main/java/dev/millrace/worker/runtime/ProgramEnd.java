package dev.millrace.worker.runtime;

/**
 * How a program ended.
 *
 * @param exitCode 0 to 255 as a shell would report it: the program's own, or 128 + n for death by signal n
 */
public record ProgramEnd(int exitCode, Cause cause) {
    private static final int SIGNAL_BASE = 128;
    private static final int HIGHEST_SIGNAL = 64;

    /** Who chose the exit code. */
    public enum Cause {
        /** The program: it exited, also if with 137, as a shell does whose child was killed. */
        EXIT,
        /** The kernel: a signal killed the program. */
        SIGNAL,
        /** One of these; only the code is known. */
        EXIT_OR_SIGNAL
    }

    public static ProgramEnd exited(int exitCode) {
        return new ProgramEnd(exitCode, Cause.EXIT);
    }

    public static ProgramEnd killed(int signal) {
        return new ProgramEnd(SIGNAL_BASE + signal, Cause.SIGNAL);
    }

    /** Where the JVM has started the program: it tells a death by signal as a shell does, and not that it was one. */
    public static ProgramEnd reported(int exitCode) {
        int signal = exitCode - SIGNAL_BASE;
        return signal >= 1 && signal <= HIGHEST_SIGNAL
                ? new ProgramEnd(exitCode, Cause.EXIT_OR_SIGNAL)
                : exited(exitCode);
    }

    /** The number of the signal that killed it, or may have; only where the cause is not {@link Cause#EXIT}. */
    public int signal() {
        return exitCode - SIGNAL_BASE;
    }
}
