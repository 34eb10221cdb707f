/**
 * The HTTP server of the API node: it is started with the table of all routes, and it lets in only requests that keep to
 * its limits. It knows no feature, and only the node knows it.
 */
@NullMarked
package dev.millrace.api.http.server;

import org.jspecify.annotations.NullMarked;
