/**
 * The processes of one attempt: found in the kernel's table of processes ({@link
 * dev.millrace.worker.runtime.process.tree.ProcessTree}), ended, and measured.
 */
@NullMarked
package dev.millrace.worker.runtime.process.tree;

import org.jspecify.annotations.NullMarked;
