package dev.millrace.standalone.client.watch;

import dev.millrace.standalone.client.terminal.Style;
import dev.millrace.standalone.client.terminal.Terminal;
import tools.jackson.databind.JsonNode;

/**
 * Log lines above, the state of things in the last line. Where nobody watches (a pipe, a file), the state is written in
 * lines of its own instead of being redrawn. Log and events come on two connections, so two threads write here.
 */
final class JobScreen implements AutoCloseable {
    private static final String ERASE_LINE = "\r\u001B[K";

    private final Terminal terminal;
    private ProgressBar bar = new ProgressBar("", null, "");
    private int attempt;
    private boolean closed;

    JobScreen(Terminal terminal, String state) {
        this.terminal = terminal;
        this.bar = bar.withState(state);
        draw();
    }

    synchronized void log(LogLine line) {
        if (line.attempt() > attempt) {
            boolean first = attempt == 0;
            attempt = line.attempt();
            if (!first) {
                write(remark("attempt " + attempt));
            }
        }
        write(line.shownOn(terminal));
    }

    /** @param event as the API describes it */
    synchronized void event(JsonNode event) {
        if (closed) {
            return;
        }
        String type = event.path("type").asString("");
        switch (type) {
            case "PROGRESS" -> progress(event.path("data"));
            case "CANCEL_REQUESTED" -> write(remark("cancel requested"));
            // How it ended is the summary's business.
            case "SUCCEEDED", "FAILED", "CANCELLED" -> bar = bar.withState(type);
            default -> state(type, event.path("attempt").asInt(0));
        }
    }

    private void progress(JsonNode data) {
        int percent = data.path("percent").asInt(0);
        String message = data.path("message").asString("");
        bar = new ProgressBar(bar.state(), percent, message);
        if (terminal.interactive()) {
            draw();
        } else {
            write(remark(percent + "%" + (message.isEmpty() ? "" : " " + message)));
        }
    }

    private void state(String state, int inAttempt) {
        bar = bar.restarted(state);
        if (terminal.interactive()) {
            draw();
        } else {
            write(remark(inAttempt > 0 ? state + ", attempt " + inAttempt : state));
        }
    }

    private String remark(String text) {
        return terminal.paint(Style.DIM, "-- " + text);
    }

    private void write(String line) {
        if (terminal.interactive()) {
            terminal.stream().print(ERASE_LINE);
        }
        terminal.line(line);
        draw();
    }

    private void draw() {
        if (terminal.interactive() && !closed) {
            terminal.stream().print(ERASE_LINE + terminal.paint(Style.CYAN, bar.text(terminal.width())));
            terminal.stream().flush();
        }
    }

    /** Leaves the cursor where the next line may be written; what still comes in is not shown. */
    @Override
    public synchronized void close() {
        if (terminal.interactive() && !closed) {
            terminal.stream().print(ERASE_LINE);
            terminal.stream().flush();
        }
        closed = true;
    }
}
