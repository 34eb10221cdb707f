/** A job's log over HTTP: pages, plain text, and a stream that follows it. */
@NullMarked
package dev.millrace.api.rest.logs;

import org.jspecify.annotations.NullMarked;
