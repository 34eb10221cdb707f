/** Answers what is known about jobs: one, many, what they left. */
@NullMarked
package dev.millrace.api.lookup;

import org.jspecify.annotations.NullMarked;
