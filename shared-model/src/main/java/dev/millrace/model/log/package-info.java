/** The log of an attempt: its lines in order, kept in Postgres in the chunks in which the worker flushed them. */
@NullMarked
package dev.millrace.model.log;

import org.jspecify.annotations.NullMarked;
