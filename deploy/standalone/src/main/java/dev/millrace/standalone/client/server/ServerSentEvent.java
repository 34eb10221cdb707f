package dev.millrace.standalone.client.server;

import org.jspecify.annotations.Nullable;

/**
 * One event of a stream.
 *
 * @param id the newest id the stream has named so far, null before the first
 * @param name {@code message} where the stream gives none
 * @param data lines joined by {@code \n}
 */
public record ServerSentEvent(@Nullable String id, String name, String data) {}
