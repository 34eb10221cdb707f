/**
 * The {@code millrace} command: {@link dev.millrace.standalone.Millrace} lists the subcommands. Those in {@code client}
 * talk to a running Millrace over HTTP; those in {@code server} are one.
 */
@NullMarked
package dev.millrace.standalone;

import org.jspecify.annotations.NullMarked;
