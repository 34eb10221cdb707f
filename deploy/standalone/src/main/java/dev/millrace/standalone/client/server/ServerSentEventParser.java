package dev.millrace.standalone.client.server;

import org.jspecify.annotations.Nullable;

/**
 * Lines in, events out, as the HTML standard says under "Interpreting an event stream". {@code retry} is left out: how
 * long to wait is {@link Patience}'s business.
 */
final class ServerSentEventParser {
    private static final String USUAL_NAME = "message";

    private final StringBuilder data = new StringBuilder();
    private String name = USUAL_NAME;
    private @Nullable String id;
    private boolean first = true;

    /** @return the event that this line completes, or null */
    @Nullable
    ServerSentEvent line(String raw) {
        String line = first && raw.startsWith("\uFEFF") ? raw.substring(1) : raw;
        first = false;
        if (line.isEmpty()) {
            return complete();
        }
        int colon = line.indexOf(':');
        if (colon != 0) {
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            field(field, value.startsWith(" ") ? value.substring(1) : value);
        }
        return null;
    }

    private void field(String field, String value) {
        switch (field) {
            case "event" -> name = value.isEmpty() ? USUAL_NAME : value;
            case "data" -> data.append(value).append('\n');
            case "id" -> id = value.indexOf('\0') < 0 ? value : id;
            default -> {
                // The standard: ignore what you do not know.
            }
        }
    }

    private @Nullable ServerSentEvent complete() {
        ServerSentEvent event =
                data.isEmpty() ? null : new ServerSentEvent(id, name, data.substring(0, data.length() - 1));
        data.setLength(0);
        name = USUAL_NAME;
        return event;
    }
}
