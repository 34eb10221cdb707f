/**
 * The operations on jobs, queues and tools, for every door: HTTP, the dashboard. Each says who asks ({@link
 * dev.millrace.model.operations.Caller}). Nothing here knows of HTTP.
 */
@NullMarked
package dev.millrace.model.operations;

import org.jspecify.annotations.NullMarked;
