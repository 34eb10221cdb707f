/**
 * Stores new jobs with their first events: one job for each idempotency key, and one for each unique key that is held.
 */
@NullMarked
package dev.millrace.model.lifecycle.submit;

import org.jspecify.annotations.NullMarked;
