/** The tools that can be run now, kept in memory with their compiled schemas, and loaded from the tools directory. */
@NullMarked
package dev.millrace.model.registry;

import org.jspecify.annotations.NullMarked;
