package dev.millrace.standalone.client.submit;

import dev.millrace.standalone.client.terminal.ByteSizes;
import dev.millrace.standalone.client.terminal.Style;
import dev.millrace.standalone.client.terminal.Terminal;
import java.time.Duration;

/** How much has been sent, on a line that is gone once there is an answer; nothing where nobody watches. */
final class UploadProgress implements AutoCloseable {
    private static final long REDRAW = Duration.ofMillis(100).toNanos();
    private static final String ERASE_LINE = "\r\u001B[K";

    private final Terminal terminal;
    private final long total;
    private long drawn = System.nanoTime() - REDRAW;
    private boolean closed;

    /** @param total 0 where it is not known */
    UploadProgress(Terminal terminal, long total) {
        this.terminal = terminal;
        this.total = total;
    }

    /** @param complete whether that is all, and the server is at work */
    synchronized void sent(long bytes, boolean complete) {
        if (closed || !terminal.interactive() || (!complete && System.nanoTime() - drawn < REDRAW)) {
            return;
        }
        drawn = System.nanoTime();
        terminal.stream().print(ERASE_LINE + terminal.paint(Style.CYAN, text(bytes, complete)));
        terminal.stream().flush();
    }

    private String text(long bytes, boolean complete) {
        if (complete) {
            return "Sent " + ByteSizes.rounded(bytes) + ", waiting for the answer";
        }
        return "Sending " + ByteSizes.rounded(bytes)
                + (total > 0 ? " of " + ByteSizes.rounded(total) + ", " + 100 * bytes / total + "%" : "");
    }

    @Override
    public synchronized void close() {
        if (terminal.interactive() && !closed) {
            terminal.stream().print(ERASE_LINE);
            terminal.stream().flush();
        }
        closed = true;
    }
}
