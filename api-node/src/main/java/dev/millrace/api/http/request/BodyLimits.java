package dev.millrace.api.http.request;

import java.time.Duration;

/**
 * The limits of a request's body.
 *
 * @param bytes the most bytes; a longer body is answered 413
 * @param time from the first read to the end; a slower body is answered 400, so that a client that sends a byte now and
 *     then cannot hold a connection and memory
 */
public record BodyLimits(int bytes, Duration time) {}
