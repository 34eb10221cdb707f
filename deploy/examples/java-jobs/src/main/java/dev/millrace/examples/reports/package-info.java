/** A program that makes reports. It knows JobRunr, and nothing of Millrace. */
@NullMarked
package dev.millrace.examples.reports;

import org.jspecify.annotations.NullMarked;
