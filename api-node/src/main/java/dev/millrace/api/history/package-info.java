/** The history is swept, whoever does it. */
@NullMarked
package dev.millrace.api.history;

import org.jspecify.annotations.NullMarked;
