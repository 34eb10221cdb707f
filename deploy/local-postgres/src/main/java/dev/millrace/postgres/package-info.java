/**
 * A Postgres that this program brings with it and runs as its child: unpacked from a jar, started and stopped by argument
 * vectors, so that no shell reads what a directory is called.
 */
@NullMarked
package dev.millrace.postgres;

import org.jspecify.annotations.NullMarked;
