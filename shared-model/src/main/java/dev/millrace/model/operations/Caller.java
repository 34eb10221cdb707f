package dev.millrace.model.operations;

import org.jspecify.annotations.Nullable;

/**
 * Who asks for an operation.
 *
 * @param principal the caller's name in records
 * @param request id of the caller's request
 * @param address address from which the request came; null without one
 */
public record Caller(
        String principal, String request, @Nullable String address) {
    private static final String ANYBODY = "anonymous";

    /** A caller of whom only the request is known. */
    public static Caller anonymous(String request, @Nullable String address) {
        return new Caller(ANYBODY, request, address);
    }
}
