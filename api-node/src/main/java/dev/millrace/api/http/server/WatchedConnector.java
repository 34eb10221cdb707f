package dev.millrace.api.http.server;

import dev.millrace.model.thread.LastResort;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Has one accepting and one selecting thread. Jetty does not end when they die, but then it notices no request any
 * more.
 */
final class WatchedConnector extends ServerConnector {
    WatchedConnector(Server server, HttpConnectionFactory http) {
        super(server, 1, 1, http);
    }

    /** Jetty's own method ends the thread when it is interrupted during its pause after a failure. */
    @Override
    protected boolean handleAcceptFailure(Throwable failure) {
        boolean goesOn = super.handleAcceptFailure(failure);
        boolean stopping = !isRunning() || isShutdown();
        if (goesOn || stopping) {
            return goesOn;
        }
        // A stop also closes the channel, but it interrupts only after the channel shows as closed.
        if (failure instanceof ClosedByInterruptException) {
            LastResort.partDied("acceptor of the HTTP server", failure);
        }
        return true;
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new ServerConnectorManager(executor, scheduler, selectors) {
            @Override
            protected ManagedSelector newSelector(int id) {
                return new ManagedSelector(this, id) {
                    @Override
                    protected void onSelectFailed(Throwable cause) {
                        LastResort.partDied("selector of the HTTP server", cause);
                    }
                };
            }
        };
    }
}
