package dev.millrace.standalone.client.terminal;

import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.exit.OutputException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Standard output and error, in UTF-8 whatever the locale says: log lines pass through unchanged, into files too. Java's own
 * streams keep it to themselves when nothing can be written.
 */
public final class StandardStreams {
    /** What a file descriptor that was closed on purpose says ({@code 2>&-}). */
    private static final String CLOSED = "Bad file descriptor";

    private static final Recorded OUTPUT = new Recorded(FileDescriptor.out);
    private static final Recorded ERROR = new Recorded(FileDescriptor.err);
    private static final PrintStream PRINTED_OUTPUT = printed(new Watched(OUTPUT));
    private static final PrintStream PRINTED_ERROR = printed(ERROR);

    private StandardStreams() {}

    private static PrintStream printed(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    /** Throws {@link OutputException} from whatever prints to it: a log need not be followed for nobody. */
    public static PrintStream output() {
        return PRINTED_OUTPUT;
    }

    /** Standard output for the pages of help, which have an end. */
    public static PrintWriter help() {
        return new PrintWriter(new OutputStreamWriter(OUTPUT, StandardCharsets.UTF_8), true);
    }

    /** Throws nothing: that a remark is lost is no reason to leave undone what a command is for. */
    public static PrintStream error() {
        return PRINTED_ERROR;
    }

    /** The exit status of a program that prints to them: not that of success unless all that it printed was written. */
    public static int checked(IntSupplier program) {
        int status = program.getAsInt();
        if (status != ExitStatus.SUCCEEDED.code()) {
            return status;
        }
        IOException lost = OUTPUT.failure;
        if (lost != null) {
            OutputException failure = OutputException.of(lost);
            if (failure.status() != ExitStatus.BROKEN_PIPE) {
                PRINTED_ERROR.println("millrace: " + failure.getMessage());
            }
            return failure.status().code();
        }
        IOException unsaid = ERROR.failure;
        return unsaid == null || CLOSED.equals(unsaid.getMessage()) ? status : ExitStatus.OUTPUT.code();
    }

    /** Keeps the first failure. */
    private static final class Recorded extends OutputStream {
        private final FileOutputStream stream;
        private volatile @Nullable IOException failure;

        Recorded(FileDescriptor descriptor) {
            this.stream = new FileOutputStream(descriptor);
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                stream.write(bytes, offset, length);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
    }

    private static final class Watched extends OutputStream {
        private final Recorded stream;

        Watched(Recorded stream) {
            this.stream = stream;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            stream.write(bytes, offset, length);
            IOException failure = stream.failure;
            if (failure != null) {
                throw OutputException.of(failure);
            }
        }
    }
}
