/** Who asks: makes the caller of an operation of a request, for every way to ask over HTTP. */
@NullMarked
package dev.millrace.api.caller;

import org.jspecify.annotations.NullMarked;
