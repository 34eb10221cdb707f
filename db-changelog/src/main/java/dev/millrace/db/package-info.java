/** The database: where it is, what its schema is, and how to bring it up to date. Knows nothing of jobs. */
@NullMarked
package dev.millrace.db;

import org.jspecify.annotations.NullMarked;
