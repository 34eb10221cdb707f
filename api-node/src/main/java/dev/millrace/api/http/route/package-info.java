/**
 * A route: a method, a path, the query parameters that are accepted, and the handler.
 */
@NullMarked
package dev.millrace.api.http.route;

import org.jspecify.annotations.NullMarked;
