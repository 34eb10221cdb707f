package dev.millrace.api.http.transfer;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Closes connections whose next request takes too long for its head. Jetty limits only the time between two bytes, so a
 * byte now and then would keep a connection for ever. This reads the state of Jetty's parser, for which Jetty has no
 * public method.
 */
public final class HeadWatch {
    private final Connector connector;
    private final long headNanos;
    private final long idleNanos;

    /** At the last look: the connections that wait for a head, each with its number of requests before. */
    private Map<EndPoint, Wait> waiting = new HashMap<>();

    public HeadWatch(Connector connector, ConnectionLimits limits) {
        this.connector = connector;
        this.headNanos = limits.headTime().toNanos();
        this.idleNanos = limits.idle().toNanos();
    }

    private record Wait(long requests, long since) {}

    /** Looks at all connections once. Only one thread calls this. */
    public void look() {
        long now = System.nanoTime();
        Map<EndPoint, Wait> still = new HashMap<>();
        for (EndPoint endPoint : connector.getConnectedEndPoints()) {
            if (endPoint.getConnection() instanceof HttpConnection http
                    && http.getParser().inHeaderState()) {
                Wait before = waiting.get(endPoint);
                Wait wait = before != null && before.requests == http.getMessagesIn()
                        ? before
                        : new Wait(http.getMessagesIn(), now);
                if (isTooLong(http.getParser(), wait, now)) {
                    endPoint.close(new TimeoutException("The head of a request did not come to its end"));
                } else {
                    still.put(endPoint, wait);
                }
            }
        }
        waiting = still;
    }

    /** Line ends before a request do not begin it. They restart the parser's time. */
    private boolean isTooLong(HttpParser parser, Wait wait, long now) {
        boolean begun = !parser.isStart();
        return (begun && now - parser.getBeginNanoTime() > headNanos) || now - wait.since > headNanos + idleNanos;
    }
}
