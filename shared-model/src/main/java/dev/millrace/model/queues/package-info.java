/** Queues as a whole: what is in them, and whether workers take from them. */
@NullMarked
package dev.millrace.model.queues;

import org.jspecify.annotations.NullMarked;
