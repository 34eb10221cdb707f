package dev.millrace.worker.runtime.process;

import dev.millrace.model.job.FailureCode;
import java.nio.charset.Charset;
import java.util.Collection;

/**
 * Guards against a worker in the POSIX locale, where the JVM would hand {@code ?} for every letter outside ASCII to the
 * tool without a word.
 */
final class Encodable {
    /** What the JVM writes arguments and variables in: the default charset before 18, the locale's since. */
    private static final Charset CHARSET = Runtime.version().feature() < 18
            ? Charset.defaultCharset()
            : Charset.forName(System.getProperty(
                    "sun.jnu.encoding", Charset.defaultCharset().name()));

    private Encodable() {}

    static void check(Collection<String> texts) throws CannotStartException {
        for (String text : texts) {
            // Most need no encoder, and one is not for several threads.
            if (!isAscii(text) && !CHARSET.newEncoder().canEncode(text)) {
                throw new CannotStartException(
                        FailureCode.START_FAILED,
                        "An argument or variable cannot be written in " + CHARSET
                                + "; it has a lone surrogate, or the worker must be started with LC_ALL=C.UTF-8.");
            }
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }
}
