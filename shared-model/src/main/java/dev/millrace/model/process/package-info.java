/** A node as a process of its machine: calls of the C library, what other programs may see of it, and why a file cannot be used. */
@NullMarked
package dev.millrace.model.process;

import org.jspecify.annotations.NullMarked;
