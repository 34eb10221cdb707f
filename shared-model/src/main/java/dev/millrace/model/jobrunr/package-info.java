/** What JobRunr's rows say of a tool's job. The names here are in Postgres, so they stay. */
@NullMarked
package dev.millrace.model.jobrunr;

import org.jspecify.annotations.NullMarked;
