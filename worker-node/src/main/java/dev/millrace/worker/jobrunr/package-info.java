/**
 * JobRunr's server in this worker. Its steward fetches when the dispatcher says so, its performers run what was fetched in the
 * dispatcher's slots, and its filters see every outcome. What JobRunr would do slowly or not at all for the jobs of tools
 * is done around it: {@link dev.millrace.worker.queue}.
 */
@NullMarked
package dev.millrace.worker.jobrunr;

import org.jspecify.annotations.NullMarked;
