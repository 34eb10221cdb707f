/**
 * Separate nodes, as the images run them: an API node or two and some workers as processes of their own, with their own
 * Postgres and Redis. Each class tells of one promise, and of what is done to break it. What is done to Postgres, to Redis,
 * to workers, by tools and by a proxy has a package each.
 */
@NullMarked
package dev.millrace.system.nodes;

import org.jspecify.annotations.NullMarked;
