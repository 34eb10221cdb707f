/** The example tools, run the way a worker runs them: with a clean environment, a scratch directory and hostile input. */
@NullMarked
package dev.millrace.system.tools;

import org.jspecify.annotations.NullMarked;
