/** What Redis carries, and what happens when it does not. */
@NullMarked
package dev.millrace.system.nodes.redis;

import org.jspecify.annotations.NullMarked;
