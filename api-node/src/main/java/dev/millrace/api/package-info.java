/** The API node, its configuration, and the table of all its routes. */
@NullMarked
package dev.millrace.api;

import org.jspecify.annotations.NullMarked;
