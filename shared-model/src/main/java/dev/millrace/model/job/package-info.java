/** What a job is: its states, priorities and events, and its next state after an attempt. Pure Java: no database, no HTTP, no JobRunr. */
@NullMarked
package dev.millrace.model.job;

import org.jspecify.annotations.NullMarked;
