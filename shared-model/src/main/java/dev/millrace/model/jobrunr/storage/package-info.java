/**
 * JobRunr's storage on Millrace's tables. Jobs of tools are in {@code job}, which the queue changes together with their
 * record and event; jobs of other programs are in JobRunr's own table, and are JobRunr's to change. Whoever reads jobs
 * through this storage sees both.
 */
@NullMarked
package dev.millrace.model.jobrunr.storage;

import org.jspecify.annotations.NullMarked;
