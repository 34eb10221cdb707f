package dev.millrace.model.lifecycle.submit;

/**
 * A key under which the caller may send the same request again.
 *
 * @param digest digest of the request's body; a request with the same key and another digest is refused
 */
public record IdempotencyKey(String key, String digest) {}
