/** Everything in one go, started by the launcher as a person would: {@code ./millrace demo}, {@code dev}, and the client against it. */
@NullMarked
package dev.millrace.system.standalone;

import org.jspecify.annotations.NullMarked;
