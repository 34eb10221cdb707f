/**
 * What was measured, to read and to keep.
 */
@NullMarked
package dev.millrace.bench.report;

import org.jspecify.annotations.NullMarked;
