/**
 * Error answers, all in one form: problem details (RFC 9457), whether a handler, Javalin or Jetty refused the request.
 */
@NullMarked
package dev.millrace.api.http.problem;

import org.jspecify.annotations.NullMarked;
