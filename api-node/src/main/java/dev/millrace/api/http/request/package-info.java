/**
 * What a handler reads from a request: query, headers, ids, and a body without a waiting thread. All of it is read strictly and has a bound.
 */
@NullMarked
package dev.millrace.api.http.request;

import org.jspecify.annotations.NullMarked;
