/** Follows events and logs for all who watch on this node, whatever they do with them: two hubs. */
@NullMarked
package dev.millrace.api.watch;

import org.jspecify.annotations.NullMarked;
