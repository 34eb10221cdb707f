/** How a worker writes what must not be lost. */
@NullMarked
package dev.millrace.worker.write;

import org.jspecify.annotations.NullMarked;
