package dev.millrace.api.http;

import dev.millrace.model.thread.LastResort;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/** With one thread that accepts and one that selects. Jetty goes on without them, but then it hears of nothing any more. */
final class WatchedConnector extends ServerConnector {
    WatchedConnector(Server server, HttpConnectionFactory http) {
        super(server, 1, 1, http);
    }

    /** Jetty's own lets the thread end when it is interrupted in its pause after a failure. */
    @Override
    protected boolean handleAcceptFailure(Throwable failure) {
        boolean goesOn = super.handleAcceptFailure(failure);
        boolean stopping = !isRunning() || isShutdown();
        if (goesOn || stopping) {
            return goesOn;
        }
        // A stop closes the channel as well, but interrupts only once it shows.
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
