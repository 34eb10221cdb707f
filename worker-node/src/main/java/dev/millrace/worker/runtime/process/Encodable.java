package dev.millrace.worker.runtime.process;

import dev.millrace.model.job.FailureCode;
import java.nio.charset.Charset;
import java.util.List;

/**
 * Guards against a worker in the POSIX locale, where the JVM would hand {@code ?} for every letter outside ASCII to the
 * tool without a word.
 */
final class Encodable {
    private static final Charset ARGUMENTS = Charset.forName(
            System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

    private Encodable() {}

    static void check(List<String> command) throws CannotStartException {
        for (String argument : command) {
            // Each thread needs an encoder of its own, and most arguments need none at all.
            if (!isAscii(argument) && !ARGUMENTS.newEncoder().canEncode(argument)) {
                throw new CannotStartException(
                        FailureCode.START_FAILED,
                        "An argument cannot be written in " + ARGUMENTS
                                + "; it has a lone surrogate, or the worker must be started with LC_ALL=C.UTF-8.");
            }
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }
}
