package dev.millrace.worker.runtime.output;

import dev.millrace.model.log.LogStream;
import dev.millrace.worker.runtime.Output;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the threads that read a tool's streams and the attempt's {@link Output}: one call at a time, progress
 * told apart from text, nothing past the limits, nothing after the end. Past a limit the tool's output is counted instead
 * of kept, so that it never blocks.
 */
public final class BoundedOutput {
    private final Output output;
    private final OutputLimits limits;
    private long bytes;
    private long lines;
    private long droppedBytes;
    private long droppedLines;
    private boolean ended;
    private @Nullable RuntimeException failure;

    public BoundedOutput(Output output, OutputLimits limits) {
        this.output = output;
        this.limits = limits;
    }

    /** A splitter whose lines arrive here as lines of this stream. */
    public LineSplitter splitter(LogStream stream) {
        return new LineSplitter(limits.lineBytes(), (text, size) -> line(stream, text, size));
    }

    /** A line of Millrace's own; limits do not apply to it. */
    public synchronized void remark(String text) {
        deliver(() -> output.line(LogStream.MILLRACE, text));
    }

    /** Says what was dropped; from now on nothing is delivered. */
    public synchronized void end() {
        if (droppedLines > 0) {
            remark("Output limit reached: " + droppedLines + " lines (" + droppedBytes + " bytes) were not kept.");
        }
        ended = true;
    }

    /** What the output threw first; since then nothing has been delivered. */
    public synchronized Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    private synchronized void line(LogStream stream, String text, int size) {
        Optional<Progress> progress = stream == LogStream.STDOUT ? Progress.parse(text) : Optional.empty();
        if (progress.isPresent()) {
            deliver(() ->
                    output.progress(progress.get().percent(), progress.get().message()));
        } else if (fits(size)) {
            bytes += size;
            lines++;
            deliver(() -> output.line(stream, text));
        } else {
            droppedBytes += size;
            droppedLines++;
        }
    }

    /** Once a line was dropped all that follow are, so that what is kept has no holes. */
    private boolean fits(int size) {
        return droppedLines == 0 && bytes + size <= limits.totalBytes() && lines < limits.totalLines();
    }

    private void deliver(Runnable call) {
        if (ended || failure != null) {
            return;
        }
        try {
            call.run();
        } catch (RuntimeException e) {
            failure = e;
        } catch (Error e) {
            failure = new IllegalStateException("The output could not be taken", e);
        }
    }
}
