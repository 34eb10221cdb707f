/** One attempt of a job: how it ended, why it failed, and what it left. Pure Java, as the job itself. */
@NullMarked
package dev.millrace.model.attempt;

import org.jspecify.annotations.NullMarked;
