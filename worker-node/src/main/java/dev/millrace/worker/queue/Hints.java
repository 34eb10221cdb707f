package dev.millrace.worker.queue;

import dev.millrace.model.job.Priority;
import dev.millrace.model.updates.Channels;
import dev.millrace.model.updates.RedisSubscriber;
import java.util.Optional;

/** Does at once what the next heartbeat would do within a second. */
public final class Hints implements RedisSubscriber.Listener {
    private final Dispatcher dispatcher;
    private final Heartbeat heartbeat;

    public Hints(Dispatcher dispatcher, Heartbeat heartbeat) {
        this.dispatcher = dispatcher;
        this.heartbeat = heartbeat;
    }

    @Override
    public void message(String channel, String text) {
        Optional<Priority> queued = Channels.queued(text);
        if (queued.isPresent()) {
            dispatcher.wake(queued.get());
        } else {
            // A cancel request: the heartbeat reads which of ours are meant.
            heartbeat.hurry();
        }
    }

    @Override
    public void connected() {
        dispatcher.wake();
    }
}
