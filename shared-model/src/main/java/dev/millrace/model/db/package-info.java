/** The one way into Postgres: a bounded pool of connections under Jdbi. */
@NullMarked
package dev.millrace.model.db;

import org.jspecify.annotations.NullMarked;
