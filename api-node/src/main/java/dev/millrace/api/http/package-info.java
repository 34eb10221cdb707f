/**
 * The HTTP server of the API node: a table of routes, one form of errors (problem+json), bounded request bodies and
 * checked query parameters. {@link dev.millrace.api.http.StreamedAnswer} and {@link
 * dev.millrace.api.http.DelayedAnswer} last long without holding a thread. The package knows no feature.
 */
@NullMarked
package dev.millrace.api.http;

import org.jspecify.annotations.NullMarked;
