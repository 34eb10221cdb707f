/** Queues as a whole: how they do, and to pause, resume and clear them. */
@NullMarked
package dev.millrace.api.queues;

import org.jspecify.annotations.NullMarked;
