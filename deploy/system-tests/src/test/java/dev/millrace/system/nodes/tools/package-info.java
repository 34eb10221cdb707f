/** What tools do to the node that runs them, and what becomes of their jobs. */
@NullMarked
package dev.millrace.system.nodes.tools;

import org.jspecify.annotations.NullMarked;
