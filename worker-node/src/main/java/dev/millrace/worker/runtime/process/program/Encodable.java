package dev.millrace.worker.runtime.process.program;

import com.sun.jna.Memory;
import com.sun.jna.StringArray;
import dev.millrace.model.attempt.FailureCode;
import java.nio.charset.Charset;
import java.util.Collection;
import java.util.List;

/**
 * Guards against a worker in the POSIX locale, where the JVM would hand {@code ?} for every letter outside ASCII to the
 * tool without a word.
 */
public final class Encodable {
    /** What the JVM writes arguments and variables in: the default charset before 18, the locale's since. */
    private static final Charset CHARSET = Runtime.version().feature() < 18
            ? Charset.defaultCharset()
            : Charset.forName(System.getProperty(
                    "sun.jnu.encoding", Charset.defaultCharset().name()));

    private Encodable() {}

    public static void check(Collection<String> texts) throws CannotStartException {
        for (String text : texts) {
            if (text.indexOf('\0') >= 0) {
                throw new CannotStartException(
                        FailureCode.START_FAILED,
                        "An argument or variable holds a NUL, which no program can be given.");
            }
            // Most need no encoder, and one is not for several threads.
            if (!isAscii(text) && !CHARSET.newEncoder().canEncode(text)) {
                throw new CannotStartException(
                        FailureCode.START_FAILED,
                        "An argument or variable cannot be written in " + CHARSET
                                + "; it has a lone surrogate, or the worker must be started with LC_ALL=C.UTF-8.");
            }
        }
    }

    public static void checkNames(Collection<String> variables) throws CannotStartException {
        check(variables);
        for (String name : variables) {
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new CannotStartException(FailureCode.START_FAILED, "A variable cannot be called '" + name + "'.");
            }
        }
    }

    /** For the C library: in the JVM's charset, ending with NUL. */
    public static Memory text(String text) {
        byte[] bytes = text.getBytes(CHARSET);
        Memory memory = new Memory(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setByte(bytes.length, (byte) 0);
        return memory;
    }

    /** The same for an array, ending with a null pointer. */
    public static StringArray texts(List<String> texts) {
        return new StringArray(texts.toArray(String[]::new), CHARSET.name());
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }
}
