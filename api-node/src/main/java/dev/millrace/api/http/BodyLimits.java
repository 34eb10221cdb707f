package dev.millrace.api.http;

import java.time.Duration;

/**
 * Within which bounds a request's body is taken.
 *
 * @param bytes one more is answered 413
 * @param time from the first read to the end; what is slower is answered 400, so that nobody holds a connection
 *     and memory by sending a byte now and then
 */
public record BodyLimits(int bytes, Duration time) {}
