/** What a job is: its states, priorities and reasons to fail. Pure Java: no database, no HTTP, no JobRunr. */
@NullMarked
package dev.millrace.model.job;

import org.jspecify.annotations.NullMarked;
