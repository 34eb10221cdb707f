package dev.millrace.api.http.request;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The UUID in a path. */
public final class ResourceId {
    /** UUID.fromString also accepts {@code 1-1-1-1-1}, but each resource has one address. */
    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private ResourceId() {}

    /**
     * @param parameter the name in the route's path
     * @param what the kind of resource, in the caller's words: {@code job}
     * @throws MillraceException NOT_FOUND if the text is not a UUID: no resource has such an address
     */
    public static UUID of(Context ctx, String parameter, String what) {
        String text = ctx.pathParam(parameter);
        return parse(text)
                .orElseThrow(() -> new MillraceException(ErrorCode.NOT_FOUND, "There is no such " + what + "."));
    }

    static Optional<UUID> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
