/**
 * HTTP as every feature of the API node uses it: one server that takes its routes as a table, one shape for errors
 * (problem+json), bounded request bodies, checked query parameters, and answers that take long without holding a
 * thread: {@link dev.millrace.api.http.StreamedAnswer} and {@link dev.millrace.api.http.DelayedAnswer}. Knows no feature.
 */
@NullMarked
package dev.millrace.api.http;

import org.jspecify.annotations.NullMarked;
