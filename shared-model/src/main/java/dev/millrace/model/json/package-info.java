/** JSON as Millrace reads and writes it: strict, bounded, and safe to store in Postgres. */
@NullMarked
package dev.millrace.model.json;

import org.jspecify.annotations.NullMarked;
