package dev.millrace.model.lifecycle.submit;

/**
 * A key under which the caller may send the same request again.
 *
 * @param digest of the request's body: the same key with another digest is refused
 */
public record IdempotencyKey(String key, String digest) {}
