/**
 * What is told over Redis: every event to whoever listens, and hints that let nodes act at once instead of at their next
 * look. Nothing here is needed for truth: whoever misses a message finds the same in Postgres within a second.
 */
@NullMarked
package dev.millrace.model.updates;

import org.jspecify.annotations.NullMarked;
