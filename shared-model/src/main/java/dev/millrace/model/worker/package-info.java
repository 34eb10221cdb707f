/** The workers that are known, each with the time it was last seen: a worker not seen for its lease is lost. */
@NullMarked
package dev.millrace.model.worker;

import org.jspecify.annotations.NullMarked;
