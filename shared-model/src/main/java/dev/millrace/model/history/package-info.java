/**
 * What has ended: how long it is kept, the slices of time in which it is dropped, and how much room it takes. The history
 * is partitioned by the time in a job's id; {@code history.sql} of the changelog says how.
 */
@NullMarked
package dev.millrace.model.history;

import org.jspecify.annotations.NullMarked;
