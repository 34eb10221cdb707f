/**
 * What a drill works on: Postgres, Redis, two API nodes and three workers, each a process that can be killed, stopped in
 * its tracks and started again.
 */
@NullMarked
package dev.millrace.drills.site;

import org.jspecify.annotations.NullMarked;
