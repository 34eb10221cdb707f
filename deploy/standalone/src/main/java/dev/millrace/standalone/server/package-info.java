/**
 * A whole Millrace from one command: embedded Postgres and Redis, an API node and workers. {@code dev} serves, {@code demo}
 * also runs a tool and shows it.
 */
@NullMarked
package dev.millrace.standalone.server;

import org.jspecify.annotations.NullMarked;
