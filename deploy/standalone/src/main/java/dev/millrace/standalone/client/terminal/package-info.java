/** What people see: aligned tables, relative times, colours where there is a terminal, control characters nowhere. */
@NullMarked
package dev.millrace.standalone.client.terminal;

import org.jspecify.annotations.NullMarked;
