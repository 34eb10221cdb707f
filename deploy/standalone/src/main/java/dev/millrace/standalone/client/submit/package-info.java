/** Submitting many jobs at once, from a file or standard input that is sent as it is read. */
@NullMarked
package dev.millrace.standalone.client.submit;

import org.jspecify.annotations.NullMarked;
