/**
 * The operations on jobs, for every door: HTTP, the dashboard, a schedule. An operation takes the caller, checks the
 * request and makes the change. Nothing here knows of HTTP.
 */
@NullMarked
package dev.millrace.model.operations;

import org.jspecify.annotations.NullMarked;
