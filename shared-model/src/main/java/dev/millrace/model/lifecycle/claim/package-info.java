/** The step from queued to running. */
@NullMarked
package dev.millrace.model.lifecycle.claim;

import org.jspecify.annotations.NullMarked;
