/** Workers die, freeze, are replaced, are process 1, or have a wrong clock. */
@NullMarked
package dev.millrace.system.nodes.worker;

import org.jspecify.annotations.NullMarked;
