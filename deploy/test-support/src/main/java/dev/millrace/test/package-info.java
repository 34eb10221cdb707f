/** Real Postgres and Redis for tests: one server of each per JVM, a fresh database for whoever asks. */
@NullMarked
package dev.millrace.test;

import org.jspecify.annotations.NullMarked;
