package dev.millrace.standalone.client.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An event stream that is read to its {@code end} event across any number of connections. */
public final class EventStream {
    private static final String END = "end";

    private final Source source;
    private final URI address;
    private final Patience patience;
    private @Nullable String lastEventId;

    /** Opens a connection that goes on after the event with that id. */
    @FunctionalInterface
    interface Source {
        InputStream open(@Nullable String lastEventId);
    }

    public EventStream(MillraceServer server, RequestPath path) {
        this(lastEventId -> server.open(path, lastEventId), server.base(), new Patience());
    }

    EventStream(Source source, URI address, Patience patience) {
        this.source = source;
        this.address = address;
        this.patience = patience;
    }

    /**
     * Hands over every event once and in order, the closing {@code end} left out, and returns after it.
     *
     * @throws UnreachableException when the server stays away for longer than {@link Patience} lasts
     * @throws RefusedException when the server will not open the stream
     */
    public void follow(Consumer<ServerSentEvent> consumer) {
        while (true) {
            UnreachableException failure;
            try {
                if (readOneConnection(consumer)) {
                    return;
                }
                failure = UnreachableException.silent(address);
            } catch (UnreachableException away) {
                failure = away;
            }
            patience.waitAfter(failure);
        }
    }

    private boolean readOneConnection(Consumer<ServerSentEvent> consumer) {
        InputStream stream = source.open(lastEventId);
        try (IdleGuard guard = new IdleGuard(stream)) {
            return readToEnd(
                    new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)), guard, consumer);
        } catch (IOException broken) {
            return false;
        }
    }

    private boolean readToEnd(BufferedReader reader, IdleGuard guard, Consumer<ServerSentEvent> consumer)
            throws IOException {
        ServerSentEventParser parser = new ServerSentEventParser();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            guard.heard();
            ServerSentEvent event = parser.line(line);
            if (event == null) {
                continue;
            }
            patience.renew();
            if (event.name().equals(END)) {
                return true;
            }
            lastEventId = event.id() == null ? lastEventId : event.id();
            consumer.accept(event);
        }
        return false;
    }
}
