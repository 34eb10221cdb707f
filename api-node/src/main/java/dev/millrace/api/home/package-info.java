/** The front page: what this is, and where to go. */
@NullMarked
package dev.millrace.api.home;

import org.jspecify.annotations.NullMarked;
