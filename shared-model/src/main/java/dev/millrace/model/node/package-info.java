/** What every node does at its start and end, and which version it is of. */
@NullMarked
package dev.millrace.model.node;

import org.jspecify.annotations.NullMarked;
