/** The files that jobs left, listed and sent. */
@NullMarked
package dev.millrace.api.rest.artifacts;

import org.jspecify.annotations.NullMarked;
