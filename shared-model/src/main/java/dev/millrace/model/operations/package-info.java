/**
 * What can be done with jobs, whoever asks and by whatever door: HTTP, the dashboard, a schedule. Each operation takes the
 * caller, checks the request, and brings the change about. Nothing here knows of HTTP.
 */
@NullMarked
package dev.millrace.model.operations;

import org.jspecify.annotations.NullMarked;
