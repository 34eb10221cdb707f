package dev.millrace.worker.runtime.process.spawn;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells by a failed start whether the machine, or the limits of this worker, had nothing to spare: that is the worker's
 * trouble and passes. What the program or its arguments are to blame for (ENOENT, EACCES, E2BIG) is not among it.
 */
final class Exhaustion {
    private static final int EAGAIN = 11;
    private static final int ENOMEM = 12;
    private static final int ENFILE = 23;
    private static final int EMFILE = 24;
    private static final Set<Integer> ERRORS = Set.of(EAGAIN, ENOMEM, ENFILE, EMFILE);

    /** How the JDK puts it: {@code error=11, Resource temporarily unavailable}, newer ones {@code error: 11 (…)}. */
    private static final Pattern OF_THE_JDK = Pattern.compile("\\berror(?:=|: )(\\d{1,4})\\b");

    private Exhaustion() {}

    /** @param error of the C library */
    static boolean is(int error) {
        return ERRORS.contains(error);
    }

    /** @param failure of a {@link ProcessBuilder} */
    static boolean is(IOException failure) {
        Matcher error = OF_THE_JDK.matcher(String.valueOf(failure.getMessage()));
        return error.find() && is(Integer.parseInt(error.group(1)));
    }
}
