package dev.millrace.api.http.stream;

import dev.millrace.api.http.transfer.Connections;
import dev.millrace.api.http.transfer.Transfers;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events to one client. It holds no thread between events: the sender writes as much as the connection
 * takes, and the server's selector writes the rest. The stream of a slow client ends when its queue is full (1,000
 * events, 1 MiB, or its part of the budget); the client resumes with Last-Event-ID. Thread-safe; no call blocks.
 */
public final class StreamedAnswer implements OpenResponse {
    private static final String ATTRIBUTE = StreamedAnswer.class.getName();

    private enum Phase {
        /** The handler that opened the stream has not returned yet. */
        OPENING,
        OPEN,
        /** No more events are accepted; queued ones are still sent. */
        CLOSING,
        CLOSED
    }

    private final Context ctx;
    private final CompletableFuture<@Nullable Void> finished = new CompletableFuture<>();
    private final List<Runnable> closeListeners = new ArrayList<>();
    private final EventFrames frames;
    private final ReentrantLock lock = new ReentrantLock();
    private Phase phase = Phase.OPENING;
    private @Nullable ServletOutputStream output;
    /** Whether the container will call onWritePossible. Until then nothing may be written. */
    private boolean blocked = true;

    private boolean flushed = true;

    private StreamedAnswer(Context ctx) {
        this.ctx = ctx;
        this.frames = new EventFrames(ctx.appData(Transfers.KEY));
    }

    /**
     * Makes the answer to this request a stream. Its headers and a comment go out as soon as the handler returns. The
     * answer to HEAD is its headers only, and the stream is closed from the start.
     */
    public static StreamedAnswer open(Context ctx) {
        StreamedAnswer stream = new StreamedAnswer(ctx);
        ctx.header("Content-Type", "text/event-stream");
        ctx.header("Cache-Control", "no-cache").header("X-Accel-Buffering", "no");
        if (ctx.method().equals(HandlerType.HEAD)) {
            stream.finish();
            return stream;
        }
        ctx.attribute(ATTRIBUTE, stream);
        stream.comment("open");
        ctx.appData(OpenResponses.KEY).add(stream);
        ctx.future(stream::start);
        return stream;
    }

    /** Closes the stream of a request whose handler failed after opening it. */
    public static void abandon(Context ctx) {
        @Nullable StreamedAnswer stream = ctx.attribute(ATTRIBUTE);
        if (stream != null) {
            stream.finish();
        }
    }

    /**
     * Queues an event. An event for a closed stream is dropped.
     *
     * @param id the client sends it back as Last-Event-ID; null keeps the client's last id
     * @param event the event's name; null stands for {@code message}
     * @param data any text; its lines are kept
     * @throws IllegalArgumentException if the id or the name holds a line break
     */
    public void send(@Nullable String id, @Nullable String event, String data) {
        offer(EventFrames.event(id, event, data));
    }

    /** Queues a comment, which no client shows. */
    @Override
    public void comment(String text) {
        offer(EventFrames.comment(text));
    }

    /** Runs the step once when the stream ends, at once if it has ended already. The step must not block. */
    @Override
    public void onClose(Runnable listener) {
        lock.lock();
        try {
            if (phase != Phase.CLOSED) {
                closeListeners.add(listener);
                return;
            }
        } finally {
            lock.unlock();
        }
        listener.run();
    }

    /** Whether an event sent now would be queued. */
    public boolean isOpen() {
        lock.lock();
        try {
            return phase == Phase.OPENING || phase == Phase.OPEN;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the queue is so full that a sender that can wait should wait. */
    public boolean isCongested() {
        lock.lock();
        try {
            return frames.isHalfFull();
        } finally {
            lock.unlock();
        }
    }

    /** Accepts no more events and ends the answer after the queued ones. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (phase == Phase.CLOSED || phase == Phase.CLOSING) {
                return;
            }
            phase = Phase.CLOSING;
        } finally {
            lock.unlock();
        }
        drain();
    }

    private CompletableFuture<@Nullable Void> start() {
        try {
            ServletOutputStream stream = ctx.res().getOutputStream();
            lock.lock();
            try {
                output = stream;
                phase = phase == Phase.OPENING ? Phase.OPEN : phase;
            } finally {
                lock.unlock();
            }
            stream.setWriteListener(new Writable());
        } catch (IOException e) {
            finish();
        }
        return finished;
    }

    private void offer(byte[] frame) {
        boolean taken;
        lock.lock();
        try {
            if (phase == Phase.CLOSED || phase == Phase.CLOSING) {
                return;
            }
            taken = frames.offer(frame);
        } finally {
            lock.unlock();
        }
        if (taken) {
            drain();
        } else {
            // The queued events will not arrive either.
            Connections.abort(ctx.req());
            finish();
        }
    }

    /** Writes until the queue is empty or the connection takes no more. */
    private void drain() {
        boolean over;
        lock.lock();
        try {
            over = writeQueued() && phase == Phase.CLOSING;
        } catch (IOException e) {
            over = true;
        } finally {
            lock.unlock();
        }
        if (over) {
            finish();
        }
    }

    /** @return whether everything is out */
    private boolean writeQueued() throws IOException {
        if (blocked || output == null || phase == Phase.CLOSED) {
            return false;
        }
        while (output.isReady()) {
            byte @Nullable [] frame = frames.poll();
            if (frame != null) {
                output.write(frame);
                flushed = false;
            } else if (!flushed) {
                flushed = true;
                output.flush();
            } else {
                return true;
            }
        }
        blocked = true;
        return false;
    }

    /** Ends the stream once, whichever side caused it: completes the request and runs the listeners. */
    private void finish() {
        List<Runnable> listeners;
        lock.lock();
        try {
            if (phase == Phase.CLOSED) {
                return;
            }
            phase = Phase.CLOSED;
            frames.clear();
            listeners = List.copyOf(closeListeners);
            closeListeners.clear();
        } finally {
            lock.unlock();
        }
        finished.complete(null);
        listeners.forEach(Runnable::run);
    }

    private final class Writable implements WriteListener {
        @Override
        public void onWritePossible() {
            lock.lock();
            try {
                blocked = false;
            } finally {
                lock.unlock();
            }
            drain();
        }

        @Override
        public void onError(Throwable failure) {
            finish();
        }
    }
}
