package dev.millrace.model.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node has opened, to be closed in reverse order, whether the node runs or did not get that far. */
public final class Parts implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Parts.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Adds what needs those before it, and is therefore closed before them. */
    public <T extends AutoCloseable> T add(T part) {
        open.push(part);
        return part;
    }

    /** Closes all of them, however some fail to close; what is no exception but an {@link Error} is thrown in the end. */
    @Override
    public void close() {
        Error broken = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                log.warn("A part of the node did not stop cleanly", e);
            } catch (Error e) {
                if (broken == null) {
                    broken = e;
                } else if (broken != e) {
                    broken.addSuppressed(e);
                }
            }
        }
        if (broken != null) {
            throw broken;
        }
    }
}
