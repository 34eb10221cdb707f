/**
 * JobRunr's dashboard on the node's own port, without JobRunr's web server: its handlers are given our requests. What
 * changes a job goes to our code instead, its stack traces stay here, and its page may ask no outside host.
 */
@NullMarked
package dev.millrace.api.dashboard;

import org.jspecify.annotations.NullMarked;
