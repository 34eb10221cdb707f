/** How something is measured: done many times over, by one thread or several, with a clock that all processes share. */
@NullMarked
package dev.millrace.bench.scenario;

import org.jspecify.annotations.NullMarked;
