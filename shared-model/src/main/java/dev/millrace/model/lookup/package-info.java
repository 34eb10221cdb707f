/** Reads jobs: one, those that fulfil conditions, their place in line, and counts over all. */
@NullMarked
package dev.millrace.model.lookup;

import org.jspecify.annotations.NullMarked;
