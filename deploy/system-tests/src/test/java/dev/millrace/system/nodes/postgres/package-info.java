/** Postgres goes away, comes back, moves, or is behind a pooler. */
@NullMarked
package dev.millrace.system.nodes.postgres;

import org.jspecify.annotations.NullMarked;
