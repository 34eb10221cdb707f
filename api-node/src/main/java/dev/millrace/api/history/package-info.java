/** Keeps the history in order while the node runs: drops what is due. */
@NullMarked
package dev.millrace.api.history;

import org.jspecify.annotations.NullMarked;
