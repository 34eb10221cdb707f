/**
 * Reads bodies and writes answers without a thread for each, within limits of time, rate and memory. The package knows
 * Jetty and nothing of routes.
 */
@NullMarked
package dev.millrace.api.http.transfer;

import org.jspecify.annotations.NullMarked;
