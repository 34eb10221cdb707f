/**
 * The story of one attempt: {@link dev.millrace.worker.execute.AttemptRunner} tells it. What a tool does wrong is an
 * outcome; only what Millrace itself cannot do is an exception.
 */
@NullMarked
package dev.millrace.worker.execute;

import org.jspecify.annotations.NullMarked;
