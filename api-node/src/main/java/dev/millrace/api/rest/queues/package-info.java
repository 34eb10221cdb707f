/** Queues over HTTP: their figures, and to pause, resume and clear them. */
@NullMarked
package dev.millrace.api.rest.queues;

import org.jspecify.annotations.NullMarked;
