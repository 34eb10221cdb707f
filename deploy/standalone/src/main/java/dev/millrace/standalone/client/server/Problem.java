package dev.millrace.standalone.client.server;

import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.json.ExactJson;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** An error answer (problem+json, RFC 9457) in the words a person should read: one line, and one for each violation. */
public final class Problem {
    private static final int UNAVAILABLE = 503;

    /** What proxies say themselves when the node behind them is away or slow. */
    private static final Set<Integer> AWAY = Set.of(502, UNAVAILABLE, 504);

    private static final int UNAUTHORIZED = 401;
    private static final int SERVER_ERROR = 500;

    private Problem() {}

    static ClientException of(URI base, int status, byte[] body) {
        JsonNode problem = parse(body);
        if (problem == null || !problem.has("code")) {
            if (status == UNAUTHORIZED) {
                return new RefusedException(
                        status,
                        "",
                        base
                                + " asks for a user and a password, or refuses those given; write https://user:password@host");
            }
            return AWAY.contains(status)
                    ? new UnreachableException(base + " answers " + status + ": not ready, or gone for the moment")
                    : new RefusedException(
                            status,
                            "",
                            "What answers at " + base + " does not talk like Millrace (HTTP " + status + ")");
        }
        String message = message(problem, status);
        return status == UNAVAILABLE
                ? new UnreachableException(message)
                : new RefusedException(status, problem.path("code").asString(""), message);
    }

    private static String message(JsonNode problem, int status) {
        String request = status >= SERVER_ERROR && problem.has("requestId")
                ? " (request " + problem.path("requestId").asString("") + ")"
                : "";
        return text(problem, problem.path("title").asString("The server refused without a reason"), request);
    }

    /**
     * The words of a problem that is part of another answer.
     *
     * @param otherwise what to say where it gives no detail
     */
    public static String text(JsonNode problem, String otherwise) {
        return text(problem, otherwise, "");
    }

    private static String text(JsonNode problem, String otherwise, String request) {
        StringBuilder message = new StringBuilder(problem.path("detail").asString(otherwise)).append(request);
        for (JsonNode violation : problem.path("violations")) {
            message.append(System.lineSeparator())
                    .append("  ")
                    .append(place(violation))
                    .append(violation.path("message").asString(""));
        }
        return message.toString();
    }

    private static String place(JsonNode violation) {
        String pointer = violation.path("pointer").asString("");
        return pointer.isEmpty() ? "" : pointer + ": ";
    }

    private static @Nullable JsonNode parse(byte[] body) {
        try {
            return ExactJson.read(body);
        } catch (JacksonException notJson) {
            return null;
        }
    }
}
