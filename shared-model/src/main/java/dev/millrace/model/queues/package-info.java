/** Queues as a whole: their figures, pause and resume. */
@NullMarked
package dev.millrace.model.queues;

import org.jspecify.annotations.NullMarked;
