package dev.millrace.model.operations;

import org.jspecify.annotations.Nullable;

/**
 * Who asks for an operation.
 *
 * @param principal who that is, as records name them
 * @param request the id of the request by which they ask
 * @param address from which the request came; absent where none did
 */
public record Caller(
        String principal, String request, @Nullable String address) {
    private static final String ANYBODY = "anonymous";

    /** Somebody of whom nothing is known but the request. */
    public static Caller anonymous(String request, @Nullable String address) {
        return new Caller(ANYBODY, request, address);
    }
}
