/** A node as a process of its machine: calls of the C library, and what other programs may see of it. */
@NullMarked
package dev.millrace.model.process;

import org.jspecify.annotations.NullMarked;
