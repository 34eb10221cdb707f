/**
 * A running Millrace from outside, through HTTP.
 */
@NullMarked
package dev.millrace.bench.api;

import org.jspecify.annotations.NullMarked;
