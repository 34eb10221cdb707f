package dev.millrace.api.http.transfer;

import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads a request's body as it arrives. Only one thread at a time may use Jetty's parser, and completing the request
 * uses it, too. So a body ends on the reading thread, or while no thread reads.
 */
abstract class BodyReader implements Transfer, Invocable.Task {
    private enum State {
        /** A thread reads or asks Jetty for more. The clock must not end the body now. */
        READING,
        /** A thread reads, and more has arrived meanwhile. */
        READING_AGAIN,
        /** No thread reads; Jetty calls when more arrives. */
        IDLE,
        OVER
    }

    private final Request request;
    private final Transfers transfers;
    private final AtomicReference<State> state = new AtomicReference<>(State.READING);
    private volatile boolean timedOut;

    BodyReader(Request request, Transfers transfers) {
        this.request = request;
        this.transfers = transfers;
    }

    /**
     * Reads until no more bytes are there, the body ends, or {@link #isTimedOut()}; returns whether the body has ended.
     */
    abstract boolean readAvailable();

    /** Called once, unless one of the next two is. */
    abstract void ended();

    abstract void failed(RuntimeException failure);

    abstract void tooLate();

    /** Whether the time is over; then reading stops. */
    final boolean isTimedOut() {
        return timedOut;
    }

    /** Reads the rest as it arrives; called once, by the thread that has read the first bytes. */
    final void readRest() {
        transfers.add(this);
        try {
            request.demand(this);
            if (!release()) {
                read();
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** More has arrived. */
    @Override
    public final void run() {
        State before = state.getAndUpdate(now -> switch (now) {
            case IDLE -> State.READING;
            case READING, READING_AGAIN -> State.READING_AGAIN;
            case OVER -> State.OVER;
        });
        if (before == State.IDLE) {
            try {
                read();
            } catch (RuntimeException e) {
                fail(e);
            }
        }
    }

    private void read() {
        do {
            if (readAvailable()) {
                end(this::ended);
                return;
            }
            if (!timedOut) {
                request.demand(this);
            }
        } while (!release());
    }

    /** Stops reading; false if more has arrived, so that this thread must go on. */
    private boolean release() {
        if (timedOut) {
            end(this::tooLate);
            return true;
        }
        if (!state.compareAndSet(State.READING, State.IDLE)) {
            state.set(State.READING);
            return false;
        }
        endIdle();
        return true;
    }

    private void fail(RuntimeException failure) {
        end(() -> failed(failure));
    }

    private void end(Runnable end) {
        state.set(State.OVER);
        transfers.remove(this);
        end.run();
    }

    /** The reading thread sees the mark at its next chunk. */
    @Override
    public final void timeOut() {
        timedOut = true;
        endIdle();
    }

    private void endIdle() {
        if (timedOut && state.compareAndSet(State.IDLE, State.OVER)) {
            transfers.threads().execute(this::tooLate);
        }
    }

    /** A fast body can take a while to read. That is not for the selector, which serves other connections, too. */
    @Override
    public final InvocationType getInvocationType() {
        return InvocationType.BLOCKING;
    }
}
