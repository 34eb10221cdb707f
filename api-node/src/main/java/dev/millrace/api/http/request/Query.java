package dev.millrace.api.http.request;

import dev.millrace.api.http.route.Route;
import dev.millrace.model.config.WholeNumber;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request's query parameters, read strictly. A bad value is answered 400 with the parameter's name. */
public final class Query {
    static final String ATTRIBUTE = Query.class.getName();

    private final Map<String, List<String>> values;

    private Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /** The query of a request that came through a {@link Route}. */
    public static Query of(Context ctx) {
        return Objects.requireNonNull(ctx.attribute(ATTRIBUTE), "not a request of a route");
    }

    static Query parse(@Nullable String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = PercentEncoding.decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : PercentEncoding.decode(pair.substring(equals + 1));
                if (!pair.isEmpty()) {
                    values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
                }
            }
        }
        return new Query(values);
    }

    void refuseUnknown(Set<String> known) {
        List<String> unknown =
                values.keySet().stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw malformed("Unknown query parameter: " + String.join(", ", unknown) + ". Known here: "
                    + (known.isEmpty()
                            ? "none"
                            : String.join(", ", known.stream().sorted().toList())) + ".");
        }
    }

    /** All values of a parameter that may be repeated; empty if it is absent. */
    public List<String> list(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The values of a parameter that may be repeated, each read by {@code parse} as {@link #value} does. */
    public <T> List<T> list(String name, Function<String, T> parse) {
        return list(name).stream().map(text -> read(name, text, parse)).toList();
    }

    public Optional<String> text(String name) {
        List<String> given = list(name);
        if (given.size() > 1) {
            throw malformed("The query parameter " + name + " may be given once only.");
        }
        return given.stream().findFirst();
    }

    /**
     * A parameter of any type.
     *
     * @param parse throws IllegalArgumentException with a message for the caller if the text cannot be read
     */
    public <T> Optional<T> value(String name, Function<String, T> parse) {
        return text(name).map(text -> read(name, text, parse));
    }

    /** A whole number between the two bounds, both included. */
    public long number(String name, long min, long max, long whenAbsent) {
        return value(name, text -> WholeNumber.within(text, min, max)).orElse(whenAbsent);
    }

    /**
     * A duration between zero and a maximum.
     *
     * @param parse reads the text, as in {@link #value}
     */
    public Duration duration(String name, Function<String, Duration> parse, Duration max, Duration whenAbsent) {
        return value(name, text -> {
                    Duration duration = parse.apply(text);
                    if (duration.isNegative() || duration.compareTo(max) > 0) {
                        throw new IllegalArgumentException("longer than " + max.toSeconds() + "s");
                    }
                    return duration;
                })
                .orElse(whenAbsent);
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean whenAbsent) {
        return value(name, text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("must be true or false");
                })
                .orElse(whenAbsent);
    }

    public Optional<UUID> uuid(String name) {
        return value(
                name, text -> ResourceId.parse(text).orElseThrow(() -> new IllegalArgumentException("not a UUID")));
    }

    /** A constant of an enum, by its exact text. */
    public <E extends Enum<E>> List<E> constants(String name, Class<E> type, Function<E, String> spelling) {
        return list(name, text -> constant(text, type, spelling));
    }

    private static <E extends Enum<E>> E constant(String text, Class<E> type, Function<E, String> spelling) {
        List<String> allowed = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            if (spelling.apply(constant).equals(text)) {
                return constant;
            }
            allowed.add(spelling.apply(constant));
        }
        throw new IllegalArgumentException("must be one of " + String.join(", ", allowed));
    }

    private static <T> T read(String name, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw malformed("The query parameter " + name + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private static MillraceException malformed(String message) {
        return new MillraceException(ErrorCode.MALFORMED_REQUEST, message);
    }
}
