package dev.millrace.api;

import dev.millrace.api.watch.EventHub;
import dev.millrace.api.watch.LogHub;
import dev.millrace.model.registry.ToolLoader;
import dev.millrace.model.updates.Channels;
import dev.millrace.model.updates.RedisSubscriber;
import java.util.UUID;

/** Passes on what Redis hints at. */
final class HintListener implements RedisSubscriber.Listener {
    private final EventHub events;
    private final LogHub logs;
    private final ToolLoader tools;

    HintListener(EventHub events, LogHub logs, ToolLoader tools) {
        this.events = events;
        this.logs = logs;
        this.tools = tools;
    }

    @Override
    public void message(String channel, String text) {
        switch (channel) {
            case Channels.JOB_UPDATES -> events.hint();
            case Channels.JOB_LOGS -> logs.hint(UUID.fromString(text));
            case Channels.TOOLS -> tools.refreshSoon();
            default -> throw new IllegalArgumentException("Not subscribed to " + channel);
        }
    }

    @Override
    public void connected() {
        events.hint();
        tools.refreshSoon();
    }
}
