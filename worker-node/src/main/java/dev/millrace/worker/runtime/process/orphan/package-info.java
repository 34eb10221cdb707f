/** Collects ended processes whose parent is gone, where this process is the one that gets them. */
@NullMarked
package dev.millrace.worker.runtime.process.orphan;

import org.jspecify.annotations.NullMarked;
